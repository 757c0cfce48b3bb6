package io.vicinal.core.sparse;

import io.vicinal.api.SparseVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * An index that takes rows while it is searched.
 *
 * <p>One thread appends; any thread searches. A list of postings is two arrays and a count, in an
 * object that is replaced by one volatile write after each component: what is below a count that a
 * reader sees was written before. A reader may see some components of rows that are being appended;
 * its predicate must not accept them.
 */
public final class GrowingPostings implements SparseIndex {
  private static final int FIRST_CAPACITY = 4;

  private final Map<Integer, PostingList> lists = new ConcurrentHashMap<>();

  /** Appends rows, all after those that were appended before. */
  public void append(SparseEntries entries) {
    entries.forEach(
        (row, index, value) ->
            lists.computeIfAbsent(index, key -> new PostingList()).append(row, value));
  }

  @Override
  public SparseResult nearest(SparseVector query, int k, IntPredicate accept) {
    List<Cursor> cursors = new ArrayList<>();
    for (int i = 0; i < query.size(); i++) {
      PostingList list = lists.get(query.index(i));
      if (list != null) {
        cursors.add(new Cursor(list.written, query.value(i)));
      }
    }
    NearestRows nearest = new NearestRows(k);
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

  /** The rows of one index. */
  private static final class PostingList {
    private volatile Written written =
        new Written(new int[FIRST_CAPACITY], new float[FIRST_CAPACITY], 0);

    void append(int row, float value) {
      Written before = written;
      int[] rows = before.rows;
      float[] values = before.values;
      int count = before.count;
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, Math.multiplyExact(2, count));
        values = Arrays.copyOf(values, rows.length);
      }
      rows[count] = row;
      values[count] = value;
      written = new Written(rows, values, count + 1);
    }
  }

  /** Arrays of which the first {@code count} entries never change. */
  private static final class Written {
    private final int[] rows;
    private final float[] values;
    private final int count;

    Written(int[] rows, float[] values, int count) {
      this.rows = rows;
      this.values = values;
      this.count = count;
    }
  }

  /** A place in a list, for a component of the query. */
  private static final class Cursor {
    private final Written list;
    private final double weight;
    private int next;

    Cursor(Written list, double weight) {
      this.list = list;
      this.weight = weight;
    }

    int block() {
      return next < list.count ? list.rows[next] >>> BlockScores.SHIFT : Integer.MAX_VALUE;
    }

    void addTo(BlockScores scores, int block) {
      while (block() == block) {
        scores.add(list.rows[next] & BlockScores.ROWS - 1, weight * list.values[next]);
        next++;
      }
    }
  }
}
