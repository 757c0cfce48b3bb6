package io.vicinal.core.sparse;

import io.vicinal.api.SparseVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * An index that takes rows while it is searched.
 *
 * <p>One thread appends and asks for {@link #memoryBytes}; any thread searches. A list of postings
 * is one array: how many there are, then of each its row and the bits of its value. A posting is
 * written behind the others, and then the count, by a release that readers acquire: what is below a
 * count that a reader sees was written before. A full array is replaced, through the map. A reader
 * may see some components of rows that are being appended; its predicate must not accept them.
 *
 * <p>Implementation note: most lists of most fields are short. The first array has room for one
 * posting, and such a list takes {@value #LIST_BYTES} bytes beside it.
 */
public final class GrowingPostings implements SparseIndex {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(int[].class);

  /** What the map has of a list: an entry of 32 bytes, its key of 16, and a place in the table. */
  private static final int LIST_BYTES = 56;

  private static final int ARRAY_HEADER_BYTES = 16;

  private final Map<Integer, int[]> lists = new ConcurrentHashMap<>();
  private long memoryBytes;

  /** Appends rows, all after those that were appended before. */
  public void append(SparseEntries entries) {
    entries.forEach(this::append);
  }

  /** About how many bytes of the heap the lists take. */
  public long memoryBytes() {
    return memoryBytes;
  }

  private void append(int row, int index, float value) {
    int[] list = lists.get(index);
    if (list == null) {
      list = withRoom(new int[1], 1);
      lists.put(index, list);
      memoryBytes += LIST_BYTES + bytes(list);
    }
    int count = list[0];
    if (rowPlace(count) == list.length) {
      memoryBytes -= bytes(list);
      list = withRoom(list, Math.multiplyExact(2, count));
      lists.put(index, list);
      memoryBytes += bytes(list);
    }
    list[rowPlace(count)] = row;
    list[rowPlace(count) + 1] = Float.floatToRawIntBits(value);
    COUNT.setRelease(list, 0, count + 1);
  }

  @Override
  public SparseResult nearest(SparseVector query, int k, IntPredicate accept, RowOrder ties) {
    List<Cursor> cursors = new ArrayList<>();
    for (int i = 0; i < query.size(); i++) {
      int[] list = lists.get(query.index(i));
      if (list != null) {
        cursors.add(new Cursor(list, query.value(i)));
      }
    }
    NearestRows nearest = new NearestRows(k, ties);
    BlockScores scores = new BlockScores();
    for (int block = next(cursors); block < Integer.MAX_VALUE; block = next(cursors)) {
      for (Cursor cursor : cursors) {
        cursor.addTo(scores, block);
      }
      scores.handOver(block, accept, nearest);
    }
    return nearest.result();
  }

  /** The first block that is left. */
  private static int next(List<Cursor> cursors) {
    int block = Integer.MAX_VALUE;
    for (Cursor cursor : cursors) {
      block = Math.min(block, cursor.block());
    }
    return block;
  }

  /** Where the row of a posting is in its list; the value is behind it. */
  private static int rowPlace(int posting) {
    return 1 + 2 * posting;
  }

  private static int[] withRoom(int[] list, int postings) {
    return Arrays.copyOf(list, Math.addExact(1, Math.multiplyExact(2, postings)));
  }

  private static long bytes(int[] list) {
    return ARRAY_HEADER_BYTES + (long) list.length * Integer.BYTES;
  }

  /** A place in a list, for a component of the query. */
  private static final class Cursor {
    private final int[] list;
    private final int count;
    private final double weight;
    private int next;

    Cursor(int[] list, double weight) {
      this.list = list;
      this.count = (int) COUNT.getAcquire(list, 0);
      this.weight = weight;
    }

    int block() {
      return next < count ? list[rowPlace(next)] >>> BlockScores.SHIFT : Integer.MAX_VALUE;
    }

    void addTo(BlockScores scores, int block) {
      while (block() == block) {
        int place = rowPlace(next);
        float value = Float.intBitsToFloat(list[place + 1]);
        scores.add(list[place] & BlockScores.ROWS - 1, weight * value);
        next++;
      }
    }
  }
}
