package io.vicinal.core.segment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.hnsw.SearchTrials;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.ReadableFile;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.StoredJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a sealed segment consists of: the content of {@code segment.json}, written last. Immutable.
 *
 * @param id the number of the segment
 * @param uuid the owner that the headers of its files name
 * @param rows rows of {@code rows.arrow} and ordinals of each graph
 * @param keys entries of {@code keys.idx}: rows that existed when the segment was written
 * @param sequences the sequence numbers of its rows
 * @param files length and checksum of each file, by name
 * @param trials what was learnt from trial searches of vector fields, by name; of those that had
 *     some
 */
public record SegmentDescriptor(
    long id,
    UUID uuid,
    int rows,
    int keys,
    SequenceRange sequences,
    Map<String, FileChecksum> files,
    Map<String, SearchTrials> trials) {
  /** The name of the file in a segment's directory. */
  public static final String FILE = "segment.json";

  private static final FormatVersions VERSIONS = FormatVersions.only(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the maps. */
  public SegmentDescriptor {
    files = Map.copyOf(files);
    trials = Map.copyOf(trials);
  }

  /** The name of the directory of a segment. */
  public static String directory(long segmentId) {
    return "segment-" + segmentId;
  }

  /** The length of all files in bytes. */
  public long bytes() {
    return files.values().stream().mapToLong(FileChecksum::length).sum();
  }

  /** Writes and syncs the file; its name is the caller's to sync. */
  void write(StorageDirectory directory) {
    ObjectNode json = JSON.createObjectNode();
    json.put("formatVersion", VERSIONS.newest());
    json.put("id", id);
    json.put("uuid", uuid.toString());
    json.put("rows", rows);
    json.put("keys", keys);
    json.put("firstSequence", sequences.first());
    json.put("lastSequence", sequences.last());
    ObjectNode list = json.putObject("files");
    files.keySet().stream()
        .sorted()
        .forEach(
            name ->
                list.putObject(name)
                    .put("length", checksum(name).length())
                    .put("crc32c", checksum(name).hex()));
    TrialsJson.write(trials, json);
    byte[] text = json.toPrettyString().getBytes(StandardCharsets.UTF_8);
    directory.writeAtomically(FILE, ByteBuffer.wrap(text));
  }

  /**
   * Reads the file, whose checksum the caller has verified.
   *
   * @throws DamagedFileException when it is not a descriptor
   */
  static SegmentDescriptor read(StorageDirectory directory) {
    StoredJson json;
    try (ReadableFile file = directory.open(FILE)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.length()));
      file.read(0, bytes);
      json =
          StoredJson.parse(
              new String(bytes.array(), StandardCharsets.UTF_8), directory.location() + "/" + FILE);
    }
    json.requireVersion(VERSIONS);
    Map<String, FileChecksum> files = new LinkedHashMap<>();
    json.objects("files").forEach((name, file) -> files.put(name, file.checksum()));
    return new SegmentDescriptor(
        json.number("id"),
        json.uuid("uuid"),
        json.integer("rows"),
        json.integer("keys"),
        new SequenceRange(json.number("firstSequence"), json.number("lastSequence")),
        files,
        TrialsJson.read(json, json.integer("rows")));
  }

  /** Length and checksum of a file of the segment. */
  public FileChecksum checksum(String file) {
    FileChecksum checksum = files.get(file);
    if (checksum == null) {
      throw new IllegalStateException("segment " + id + " has no file " + file);
    }
    return checksum;
  }
}
