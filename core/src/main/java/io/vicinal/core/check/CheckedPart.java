package io.vicinal.core.check;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was checked: a collection, a shard of one, or a segment.
 *
 * @param collection the name of the collection
 * @param shard the shard, unless it is the whole collection
 * @param segment the segment, unless it is the whole shard
 * @param rows rows in files, of all segments that a manifest names
 * @param live those that the newest manifest does not call deleted
 * @param unreachable live rows that a search cannot come to, of all vector fields
 * @param problems how many were found in it
 */
public record CheckedPart(
    String collection,
    OptionalInt shard,
    OptionalLong segment,
    long rows,
    long live,
    long unreachable,
    long problems) {
  /** A line for people. */
  public String line() {
    StringBuilder line = new StringBuilder("collection '").append(collection).append('\'');
    shard.ifPresent(number -> line.append(", shard ").append(number));
    segment.ifPresent(number -> line.append(", segment ").append(number));
    line.append(": ").append(rows).append(" rows, ").append(live).append(" live");
    if (unreachable > 0) {
      line.append(", ").append(unreachable).append(" that no search finds");
    }
    return line.append(problems == 0 ? ", sound" : ", damaged").toString();
  }
}
