package io.vicinal.core.hnsw;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.quantization.QueryCode;
import io.vicinal.core.quantization.VectorCoder;
import java.util.Arrays;

/**
 * The codes of an index's vectors, in rows of whole cache lines on the heap. A row is written by
 * one thread, and read by those that learnt of it from what that thread wrote with release
 * afterwards.
 */
final class CodeStorage {
  private final VectorCoder coder;
  private final ChunkLayout layout;
  private volatile int[][] chunks = {};

  CodeStorage(VectorCoder coder, int expectedRows) {
    this.coder = coder;
    this.layout = ChunkLayout.of(coder.codeInts(), expectedRows);
  }

  VectorCoder coder() {
    return coder;
  }

  /** Memory of the chunks. */
  long memoryBytes() {
    return (long) chunks.length * layout.chunkLength() * Integer.BYTES;
  }

  /** Codes the vector of a row. */
  void set(VectorStorage vectors, int row, Scratch scratch) {
    QueryCode workspace = scratch.codedQuery(this).code();
    int[] chunk = room(row);
    coder.encode(vectors.chunk(row), vectors.offset(row), workspace, chunk, layout.offset(row));
  }

  /** The array that holds a row. */
  int[] chunk(int row) {
    return chunks[layout.chunk(row)];
  }

  /** The first int of the row in its array. */
  int offset(int row) {
    return layout.offset(row);
  }

  /** Writes the first rows, one after the other. */
  void writeTo(ChecksummedOutput output, int rows) {
    for (int row = 0; row < rows; row += layout.rows()) {
      int count = Math.min(rows - row, layout.rows());
      output.putInts(chunk(row), layout.offset(row), count * layout.width());
    }
  }

  /** Fills a storage that nobody else knows yet. */
  void readFrom(ChecksummedInput input, int rows) {
    for (int row = 0; row < rows; row += layout.rows()) {
      int count = Math.min(rows - row, layout.rows());
      input.getInts(room(row), layout.offset(row), count * layout.width());
    }
  }

  private int[] room(int row) {
    int index = layout.chunk(row);
    if (index >= chunks.length) {
      grow(index + 1);
    }
    return chunks[index];
  }

  private synchronized void grow(int wanted) {
    int[][] old = chunks;
    if (wanted > old.length) {
      int[][] grown = Arrays.copyOf(old, wanted);
      for (int i = old.length; i < wanted; i++) {
        grown[i] = new int[layout.chunkLength()];
      }
      chunks = grown;
    }
  }
}
