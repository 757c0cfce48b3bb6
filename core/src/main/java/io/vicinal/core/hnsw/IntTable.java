package io.vicinal.core.hnsw;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A growing table of rows of ints; fresh elements are {@value #NONE}.
 *
 * <p>Elements are read with acquire and written with release semantics: who reads an element sees
 * all that its writer did before. Growing adds chunks and never moves one, so {@link #chunk} and
 * {@link #offset} of a row stay valid for ever. Who learnt of a row from an element, or under a
 * lock, sees its chunk.
 */
final class IntTable {
  static final int NONE = -1;

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

  private final ChunkLayout layout;
  private volatile int[][] chunks;

  IntTable(int width, int expectedRows) {
    this(ChunkLayout.of(width, expectedRows), new int[0][]);
  }

  private IntTable(ChunkLayout layout, int[][] chunks) {
    this.layout = layout;
    this.chunks = chunks;
  }

  /**
   * The first rows of this table, to which nobody adds any more, without room for others. Chunks
   * that are full are shared.
   */
  IntTable trimmed(int rows) {
    int[][] kept = Arrays.copyOf(chunks, layout.chunks(rows));
    if (rows > 0) {
      int last = kept.length - 1;
      kept[last] = Arrays.copyOf(kept[last], layout.offset(rows - 1) + width());
    }
    return new IntTable(layout, kept);
  }

  int width() {
    return layout.width();
  }

  /** Memory of the chunks. */
  long memoryBytes() {
    return Arrays.stream(chunks).mapToLong(chunk -> chunk.length).sum() * Integer.BYTES;
  }

  /** Makes room for rows below {@code rows}. Any thread. */
  void ensureRows(int rows) {
    if (layout.chunks(rows) > chunks.length) {
      grow(layout.chunks(rows));
    }
  }

  private synchronized void grow(int wanted) {
    int[][] old = chunks;
    if (wanted <= old.length) {
      return;
    }
    int[][] grown = Arrays.copyOf(old, wanted);
    for (int i = old.length; i < wanted; i++) {
      grown[i] = new int[layout.chunkLength()];
      Arrays.fill(grown[i], NONE);
    }
    chunks = grown;
  }

  /** The array that holds a row. */
  int[] chunk(int row) {
    return chunks[layout.chunk(row)];
  }

  /** The first element of the row in its array. */
  int offset(int row) {
    return layout.offset(row);
  }

  /** Reads an element of a chunk. */
  static int load(int[] chunk, int index) {
    return (int) ELEMENT.getAcquire(chunk, index);
  }

  /** Writes an element of a chunk. */
  static void store(int[] chunk, int index, int value) {
    ELEMENT.setRelease(chunk, index, value);
  }

  int get(int row, int column) {
    return load(chunk(row), offset(row) + column);
  }

  void set(int row, int column, int value) {
    store(chunk(row), offset(row) + column, value);
  }

  /** Writes the first rows, one after the other. */
  void writeTo(ChecksummedOutput output, int rows) {
    for (int row = 0; row < rows; row += layout.rows()) {
      int count = Math.min(rows - row, layout.rows());
      output.putInts(chunk(row), offset(row), count * width());
    }
  }

  /** Replaces the first rows of a table that nobody else knows yet. */
  void readFrom(ChecksummedInput input, int rows) {
    ensureRows(rows);
    for (int row = 0; row < rows; row += layout.rows()) {
      int count = Math.min(rows - row, layout.rows());
      input.getInts(chunk(row), offset(row), count * width());
    }
  }
}
