package io.vicinal.core.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.ReadableFile;
import io.vicinal.core.io.StorageDirectory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A JSON document that no other document names and that therefore carries its own checksum:
 *
 * <pre>
 * {"crc32c":"01234567","content":{...}}
 * </pre>
 *
 * <p>The checksum is of the bytes of the content, from its first brace to its last. The text around
 * it is fixed to the byte, so that it can be checked before anything is parsed.
 */
public final class ChecksummedJson {
  private static final String BEFORE_CHECKSUM = "{\"crc32c\":\"";
  private static final int CHECKSUM_LENGTH = 8;
  private static final String BEFORE_CONTENT = "\",\"content\":";
  private static final String AFTER_CONTENT = "}\n";
  private static final int CONTENT_OFFSET =
      BEFORE_CHECKSUM.length() + CHECKSUM_LENGTH + BEFORE_CONTENT.length();
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChecksummedJson() {}

  /** An empty document to fill. */
  public static ObjectNode create() {
    return JSON.createObjectNode();
  }

  /** Writes a document, whole or not at all, and durably; see {@link StorageDirectory}. */
  public static void write(StorageDirectory directory, String file, ObjectNode content) {
    String text = content.toPrettyString();
    String checksum = checksum(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    String document = BEFORE_CHECKSUM + checksum + BEFORE_CONTENT + text + AFTER_CONTENT;
    directory.writeAtomically(file, ByteBuffer.wrap(document.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads a document.
   *
   * @throws DamagedFileException when it is not one, or its checksum is not that of its content
   */
  public static JsonNode read(StorageDirectory directory, String name) {
    byte[] bytes;
    try (ReadableFile file = directory.open(name)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(file.length()));
      file.read(0, buffer);
      bytes = buffer.array();
    }
    String location = directory.location() + "/" + name;
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.startsWith(BEFORE_CHECKSUM)
        || !text.startsWith(BEFORE_CONTENT, BEFORE_CHECKSUM.length() + CHECKSUM_LENGTH)
        || !text.endsWith(AFTER_CONTENT)) {
      throw new DamagedFileException(
          location, 0, "a JSON document with its checksum", bytes.length + " other bytes");
    }
    String expected =
        text.substring(BEFORE_CHECKSUM.length(), BEFORE_CHECKSUM.length() + CHECKSUM_LENGTH);
    int length = bytes.length - CONTENT_OFFSET - AFTER_CONTENT.length();
    String found = checksum(ByteBuffer.wrap(bytes, CONTENT_OFFSET, length));
    if (!found.equals(expected)) {
      throw new DamagedFileException(
          location, CONTENT_OFFSET, "content with CRC32C " + expected, found);
    }
    try {
      return JSON.readTree(new String(bytes, CONTENT_OFFSET, length, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(location, CONTENT_OFFSET, "JSON", e.getOriginalMessage());
    }
  }

  private static String checksum(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
