package io.vicinal.api;

/**
 * What is known of the indexes of a vector field, in one segment or in many.
 *
 * @param memory what they take
 * @param triedRows rows of the segments in which searches were tried
 * @param triedRecall the share of the 10 nearest neighbours that searches found there which try as
 *     hard as the {@linkplain VectorField#effort field} says, weighted by rows; 0 if none was tried
 */
public record FieldStatistics(IndexMemory memory, long triedRows, double triedRecall) {
  /** Those of no index. */
  public static final FieldStatistics NONE = new FieldStatistics(IndexMemory.NONE, 0, 0);

  /** Those of this and other segments. */
  public FieldStatistics plus(FieldStatistics other) {
    long rows = triedRows + other.triedRows;
    double found = triedRows * triedRecall + other.triedRows * other.triedRecall;
    return new FieldStatistics(memory.plus(other.memory), rows, rows == 0 ? 0 : found / rows);
  }
}
