package io.vicinal.core.check;

/**
 * How many rows a part has.
 *
 * @param rows in files
 * @param live those that are not deleted
 * @param unreachable live rows that a search cannot come to, of all vector fields
 */
public record RowCounts(long rows, long live, long unreachable) {
  /** No rows. */
  public static final RowCounts NONE = new RowCounts(0, 0, 0);

  /** Those of both. */
  public RowCounts plus(RowCounts other) {
    return new RowCounts(rows + other.rows, live + other.live, unreachable + other.unreachable);
  }
}
