package io.vicinal.core.hnsw;

import io.vicinal.core.quantization.QueryCode;
import io.vicinal.core.quantization.VectorCoder;

/** A query whose ranks are estimated from codes. */
final class CodedQuery implements QueryRanks {
  private static final int LINE = 16;

  private final CodeStorage codes;
  private final VectorCoder coder;
  private final QueryCode query;

  /** What {@link #touch} loaded: nobody reads it, but the loads are not dropped. */
  @SuppressWarnings("UnusedVariable")
  private int touched;

  CodedQuery(CodeStorage codes) {
    this.codes = codes;
    this.coder = codes.coder();
    this.query = coder.newQuery();
  }

  /** Takes a prepared vector for the query; it is coded, and not used any more. */
  CodedQuery set(float[] vector, int offset) {
    coder.code(vector, offset, query);
    return this;
  }

  /** Whether ranks are estimated from these codes. */
  boolean isOf(CodeStorage others) {
    return codes == others;
  }

  /** Room for a query's code, for whoever codes rows. */
  QueryCode code() {
    return query;
  }

  @Override
  public float origin() {
    return query.origin();
  }

  @Override
  public float rank(int row) {
    return coder.rank(query, codes.chunk(row), codes.offset(row));
  }

  @Override
  public void ranks(int[] rows, int count, float[] into) {
    touch(rows, count);
    for (int i = 0; i < count; i++) {
      into[i] = coder.rank(query, codes.chunk(rows[i]), codes.offset(rows[i]));
    }
  }

  /**
   * Loads a word of every line that will be needed, which is how Java can prefetch: these loads do
   * not wait for each other, as those of one row after the other do behind its arithmetic.
   */
  private void touch(int[] rows, int count) {
    int ints = coder.codeInts();
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int[] chunk = codes.chunk(rows[i]);
      int first = codes.offset(rows[i]);
      for (int line = 0; line < ints; line += LINE) {
        sum += chunk[first + line];
      }
    }
    touched += sum;
  }
}
