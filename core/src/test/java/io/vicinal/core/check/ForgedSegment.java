package io.vicinal.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.manifest.ChecksummedJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A segment as a program with a defect would have written it: right by every checksum. */
final class ForgedSegment {
  private ForgedSegment() {}

  /** Changes a file of segment 1, and every checksum on the way to it from the manifests. */
  static void forge(Path data, String name, Consumer<ByteBuffer> change) throws IOException {
    Path segment = data.resolve("segment-1");
    FileChecksum descriptorBefore = whole(segment, "segment.json");
    Path file = segment.resolve(name);
    String before = framed(segment, name).hex();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    Files.write(file, bytes.array());
    FileChecksum after = framed(segment, name);
    bytes.putInt(bytes.limit() - 2 * Integer.BYTES, after.crc32c());
    Files.write(file, bytes.array());
    replace(segment.resolve("segment.json"), before, after.hex());
    FileChecksum descriptor = whole(segment, "segment.json");
    StorageDirectory store = FileSystemDirectory.open(data);
    for (String manifest : store.list()) {
      if (manifest.startsWith("manifest-")) {
        JsonNode content = ChecksummedJson.read(store, manifest);
        for (JsonNode each : content.get("segments")) {
          assertThat(each.get("descriptor").get("crc32c").asText())
              .isEqualTo(descriptorBefore.hex());
          ((ObjectNode) each.get("descriptor")).put("crc32c", descriptor.hex());
        }
        ChecksummedJson.write(store, manifest, (ObjectNode) content);
      }
    }
  }

  private static FileChecksum framed(Path directory, String name) {
    return FileChecksum.ofFramed(FileSystemDirectory.openReadOnly(directory), name);
  }

  private static FileChecksum whole(Path directory, String name) {
    return FileChecksum.of(FileSystemDirectory.openReadOnly(directory), name);
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
