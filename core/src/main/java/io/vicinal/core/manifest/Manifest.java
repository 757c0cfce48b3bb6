package io.vicinal.core.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.UnsupportedFormatException;
import io.vicinal.core.log.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a collection as of a position in its log. Immutable.
 *
 * @param version 1 for the first manifest of a collection, then one more for each
 * @param position the last log entry whose effect is in the files
 * @param nextSegmentId larger than the number of every segment there ever was
 * @param segments the oldest first
 */
public record Manifest(
    long version, LogPosition position, long nextSegmentId, List<ManifestSegment> segments) {
  private static final FormatVersions VERSIONS = FormatVersions.only(1);

  /**
   * A segment of a manifest.
   *
   * @param id its number
   * @param rows its rows
   * @param descriptor length and checksum of its {@code segment.json}
   * @param deletes its deleted rows, if there are any
   */
  public record ManifestSegment(
      long id, int rows, FileChecksum descriptor, Optional<ManifestDeletes> deletes) {}

  /**
   * The deleted rows of a segment.
   *
   * @param file the name of the file that holds them
   * @param rows how many there are
   * @param checksum length and checksum of the file
   */
  public record ManifestDeletes(String file, int rows, FileChecksum checksum) {}

  /** Copies the segments. */
  public Manifest {
    segments = List.copyOf(segments);
  }

  ObjectNode toJson() {
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", VERSIONS.newest());
    json.put("version", version);
    json.put("sequenceNumber", position.sequenceNumber());
    json.put("term", position.term());
    json.put("nextSegmentId", nextSegmentId);
    ArrayNode list = json.putArray("segments");
    for (ManifestSegment segment : segments) {
      ObjectNode entry = list.addObject();
      entry.put("id", segment.id()).put("rows", segment.rows());
      putChecksum(entry.putObject("descriptor"), segment.descriptor());
      segment
          .deletes()
          .ifPresent(
              deletes -> {
                ObjectNode node = entry.putObject("deletes");
                node.put("file", deletes.file()).put("rows", deletes.rows());
                putChecksum(node, deletes.checksum());
              });
    }
    return json;
  }

  static Manifest ofJson(JsonNode json, String location) {
    int formatVersion = json.path("formatVersion").asInt();
    if (!VERSIONS.contains(formatVersion)) {
      throw new UnsupportedFormatException(location, 0, formatVersion, VERSIONS);
    }
    List<ManifestSegment> segments = new ArrayList<>();
    for (JsonNode entry : json.path("segments")) {
      segments.add(
          new ManifestSegment(
              entry.path("id").asLong(),
              entry.path("rows").asInt(),
              checksum(entry.path("descriptor")),
              Optional.of(entry.path("deletes"))
                  .filter(JsonNode::isObject)
                  .map(Manifest::deletes)));
    }
    return new Manifest(
        json.path("version").asLong(),
        // Manifests from before there were terms have none.
        new LogPosition(json.path("term").asLong(0), json.path("sequenceNumber").asLong()),
        json.path("nextSegmentId").asLong(),
        segments);
  }

  private static ManifestDeletes deletes(JsonNode node) {
    return new ManifestDeletes(
        node.path("file").asText(), node.path("rows").asInt(), checksum(node));
  }

  private static void putChecksum(ObjectNode node, FileChecksum checksum) {
    node.put("length", checksum.length()).put("crc32c", checksum.hex());
  }

  private static FileChecksum checksum(JsonNode node) {
    return FileChecksum.ofHex(node.path("length").asLong(), node.path("crc32c").asText());
  }
}
