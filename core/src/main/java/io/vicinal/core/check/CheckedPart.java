package io.vicinal.core.check;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was checked: a collection, a shard of one, or a segment.
 *
 * @param collection the name of the collection
 * @param shard the shard, unless it is the whole collection
 * @param segment the segment, unless it is the whole shard
 * @param current false for a segment that no manifest but older ones names; the collection and the
 *     shard do not count its rows
 * @param counts its rows
 * @param findings how many there are in it
 */
public record CheckedPart(
    String collection,
    OptionalInt shard,
    OptionalLong segment,
    boolean current,
    RowCounts counts,
    FindingCounts findings) {
  /** A line for people. */
  public String line() {
    StringBuilder line = new StringBuilder("collection '").append(collection).append('\'');
    shard.ifPresent(number -> line.append(", shard ").append(number));
    segment.ifPresent(number -> line.append(", segment ").append(number));
    line.append(": ").append(counts.rows()).append(" rows, ");
    line.append(counts.live()).append(" live");
    if (counts.unreachable() > 0) {
      line.append(", ").append(counts.unreachable()).append(" that no search finds");
    }
    return line.append(current ? ", " : ", named by older manifests only, ")
        .append(findings.verdict())
        .toString();
  }
}
