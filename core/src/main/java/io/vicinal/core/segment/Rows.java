package io.vicinal.core.segment;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of a segment at one moment: chunks, one after the other. Immutable; a user of the rows
 * is a user of each chunk.
 */
public final class Rows {
  private final List<RowChunk> chunks;
  private final int[] starts;
  private final int count;
  private final ReferenceCount users;

  private Rows(List<RowChunk> chunks) {
    this.chunks = List.copyOf(chunks);
    this.starts = new int[chunks.size()];
    int rows = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = rows;
      rows = Math.addExact(rows, chunks.get(i).rowCount());
    }
    this.count = rows;
    this.users = new ReferenceCount(() -> this.chunks.forEach(RowChunk::release));
  }

  /** Rows of these chunks, of which it becomes a user; the caller is its first user. */
  public static Rows of(List<RowChunk> chunks) {
    Rows rows = new Rows(chunks);
    chunks.forEach(RowChunk::retain);
    return rows;
  }

  /** The number of rows. */
  public int count() {
    return count;
  }

  /** The chunks in order. */
  public List<RowChunk> chunks() {
    return chunks;
  }

  /** The index of the chunk that holds a row. */
  public int chunkOf(int row) {
    int found = Arrays.binarySearch(starts, row);
    return found >= 0 ? found : -found - 2;
  }

  /** The first row of a chunk. */
  public int start(int chunk) {
    return starts[chunk];
  }

  /** Adds a user. */
  public void retain() {
    users.retain();
  }

  /** Whether there is a user; who is none itself learns only that there was one just now. */
  boolean isInUse() {
    return users.isInUse();
  }

  /** Removes a user. */
  public void release() {
    users.release();
  }
}
