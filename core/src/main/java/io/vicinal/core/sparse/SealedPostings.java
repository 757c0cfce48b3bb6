package io.vicinal.core.sparse;

import io.vicinal.api.SparseVector;
import io.vicinal.core.io.StorageDirectory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * An index of rows that never change. Immutable.
 *
 * <p>Implementation note: rows are in blocks of {@value BlockScores#ROWS}, and of each list the
 * least and the greatest value in each block is known (block-max indexes, Ding and Suel, SIGIR
 * 2011; blocks of row numbers, which all lists share, visited by falling bounds, Mallia, Suel and
 * Tonellotto, SIGIR 2024). A search
 *
 * <ol>
 *   <li>adds up for each block the most that each component of the query can contribute, 0 at
 *       least, since a row may lack it,
 *   <li>scores the rows of the blocks, that with the largest sum first, and
 *   <li>stops at the first block whose sum is farther than the k-th row found.
 * </ol>
 *
 * Values may be negative: what a component contributes at most is its product with the least value
 * or with the greatest. The bound of a block is not below the score of any of its rows, rounding
 * included: both are sums in the same order, of which each term of the one is at least that of the
 * other, and rounding to nearest keeps the order of what is rounded.
 */
public final class SealedPostings implements SparseIndex {
  private final int rows;
  private final PostingArrays arrays;

  private SealedPostings(int rows, PostingArrays arrays) {
    this.rows = rows;
    this.arrays = arrays;
  }

  /**
   * An index of so many rows, of which some have vectors.
   *
   * @throws ArithmeticException if there are more than 2³¹ − 1 components
   */
  public static SealedPostings build(int rows, SparseEntries entries) {
    Map<Integer, int[]> counts = new HashMap<>();
    entries.forEach((row, index, value) -> counts.computeIfAbsent(index, key -> new int[1])[0]++);
    int[] indices = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    int[] ends = new int[indices.length + 1];
    Map<Integer, int[]> places = new HashMap<>();
    for (int i = 0; i < indices.length; i++) {
      places.put(indices[i], new int[] {ends[i]});
      ends[i + 1] = Math.addExact(ends[i], Objects.requireNonNull(counts.get(indices[i]))[0]);
    }
    int[] postingRows = new int[ends[indices.length]];
    float[] values = new float[postingRows.length];
    entries.forEach(
        (row, index, value) -> {
          int place = Objects.requireNonNull(places.get(index))[0]++;
          postingRows[place] = row;
          values[place] = value;
        });
    return new SealedPostings(rows, PostingArrays.of(indices, ends, postingRows, values));
  }

  /** Writes and syncs the file; its name is the caller's to sync. */
  public void writeTo(StorageDirectory directory, String file, UUID owner) {
    PostingsFile.write(rows, arrays, directory, file, owner);
  }

  /**
   * Reads the file of a segment with so many rows.
   *
   * @throws io.vicinal.core.io.DamagedFileException when it is not one
   */
  public static SealedPostings read(StorageDirectory directory, String file, UUID owner, int rows) {
    return new SealedPostings(rows, PostingsFile.read(directory, file, owner, rows));
  }

  /**
   * What is wrong with the lists of rows that have these components, a sentence each; none if they
   * are sound. The first list that is wrong is enough to start from.
   */
  public List<String> faults(SparseEntries entries) {
    OptionalInt index = arrays.firstDifference(build(rows, entries).arrays);
    return index.isEmpty()
        ? List.of()
        : List.of("the list of index " + index.getAsInt() + " is not that of the rows");
  }

  @Override
  public SparseResult nearest(SparseVector query, int k, IntPredicate accept, RowOrder ties) {
    int[] lists = new int[query.size()];
    double[] weights = new double[query.size()];
    int matched = 0;
    for (int i = 0; i < query.size(); i++) {
      int list = Arrays.binarySearch(arrays.indices(), query.index(i));
      if (list >= 0) {
        lists[matched] = list;
        weights[matched++] = query.value(i);
      }
    }
    NearestRows nearest = new NearestRows(k, ties);
    BlockScores scores = new BlockScores();
    for (long candidate : blocks(lists, weights, matched)) {
      // What stands first has the least distance, the negated bound.
      if (nearest.isTooFar(NearestRows.distance(candidate))) {
        break;
      }
      int block = NearestRows.row(candidate);
      for (int i = 0; i < matched; i++) {
        arrays.addBlock(lists[i], block, weights[i], scores);
      }
      scores.handOver(block, accept, nearest);
    }
    return nearest.result();
  }

  /** The blocks that have a row with an index of the query, each with its bound, best first. */
  private long[] blocks(int[] lists, double[] weights, int matched) {
    double[] bounds = new double[(rows + BlockScores.ROWS - 1) >>> BlockScores.SHIFT];
    Arrays.fill(bounds, -1);
    int count = 0;
    for (int i = 0; i < matched; i++) {
      for (int b = arrays.firstBlock(lists[i]); b < arrays.firstBlock(lists[i] + 1); b++) {
        int block = arrays.block(b);
        count += bounds[block] < 0 ? 1 : 0;
        bounds[block] = Math.max(0, bounds[block]) + arrays.greatestProduct(b, weights[i]);
      }
    }
    long[] found = new long[count];
    for (int block = 0, next = 0; block < bounds.length; block++) {
      if (bounds[block] >= 0) {
        found[next++] = NearestRows.entry(block, bounds[block]);
      }
    }
    Arrays.sort(found);
    return found;
  }
}
