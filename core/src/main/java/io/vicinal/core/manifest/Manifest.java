package io.vicinal.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StoredJson;
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

  static Manifest ofJson(StoredJson json) {
    json.requireVersion(VERSIONS);
    List<ManifestSegment> segments = new ArrayList<>();
    for (StoredJson entry : json.list("segments")) {
      segments.add(
          new ManifestSegment(
              entry.number("id"),
              entry.integer("rows"),
              entry.object("descriptor").checksum(),
              entry.findObject("deletes").map(Manifest::deletes)));
    }
    return new Manifest(
        json.number("version"),
        // Manifests from before there were terms have none.
        new LogPosition(json.numberOr("term", 0), json.number("sequenceNumber")),
        json.number("nextSegmentId"),
        segments);
  }

  private static ManifestDeletes deletes(StoredJson json) {
    return new ManifestDeletes(json.text("file"), json.integer("rows"), json.checksum());
  }

  private static void putChecksum(ObjectNode node, FileChecksum checksum) {
    node.put("length", checksum.length()).put("crc32c", checksum.hex());
  }
}
