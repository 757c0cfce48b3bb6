package io.vicinal.core.hnsw;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.quantization.QueryCode;
import io.vicinal.core.quantization.VectorCoder;

/**
 * The codes of an index's vectors, in rows of whole cache lines on the heap. A row is written by
 * one thread, and read by those that learnt of it from what that thread wrote with release
 * afterwards.
 */
final class CodeStorage {
  private final VectorCoder coder;
  private final double oversampling;
  private final IntTable rows;

  CodeStorage(VectorCoder coder, int expectedRows, double oversampling) {
    this(coder, new IntTable(coder.codeInts(), expectedRows), oversampling);
  }

  private CodeStorage(VectorCoder coder, IntTable rows, double oversampling) {
    this.coder = coder;
    this.oversampling = oversampling;
    this.rows = rows;
  }

  /** These codes, to which nobody adds any more, without room for others. */
  CodeStorage trimmed(int count) {
    return new CodeStorage(coder, rows.trimmed(count), oversampling);
  }

  VectorCoder coder() {
    return coder;
  }

  /** At most so many of what a walk finds are compared by their vectors, for k neighbours. */
  int compared(int k) {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(oversampling * k));
  }

  /** Memory of the codes, room for more included, and of the coder. */
  long memoryBytes() {
    return rows.memoryBytes() + coder.memoryBytes();
  }

  /** Codes the vector of a row. */
  void set(VectorStorage vectors, int row, Scratch scratch) {
    QueryCode workspace = scratch.codedQuery(this).code();
    rows.ensureRows(row + 1);
    coder.encode(vectors.chunk(row), vectors.offset(row), workspace, chunk(row), offset(row));
  }

  /** The array that holds a row. */
  int[] chunk(int row) {
    return rows.chunk(row);
  }

  /** The first int of the row in its array. */
  int offset(int row) {
    return rows.offset(row);
  }

  /** Writes the first rows, one after the other. */
  void writeTo(ChecksummedOutput output, int count) {
    rows.writeTo(output, count);
  }

  /** Fills a storage that nobody else knows yet. */
  void readFrom(ChecksummedInput input, int count) {
    rows.readFrom(input, count);
  }
}
