package io.vicinal.core.hnsw;

import io.vicinal.core.quantization.QueryCode;
import io.vicinal.core.quantization.VectorCoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares codes with those that the vectors have when they are coded again. */
final class CodesVerifier {
  /**
   * Kernels add in different orders, so that a component on the border between two codes may have
   * either. What that changes of a rank is far below this part of it; another row's code is beyond.
   */
  private static final float TOLERANCE = 0.02f;

  /** The first of many faults is enough to start from. */
  private static final int MOST_FAULTS = 100;

  private CodesVerifier() {}

  /**
   * The faults in about {@code sample} rows at equal distances, each as a sentence that names the
   * row; at most a hundred, as of a graph.
   */
  static List<String> faults(CodeStorage codes, IndexVectors vectors, int sample) {
    List<String> faults = new ArrayList<>();
    VectorCoder coder = codes.coder();
    QueryCode query = coder.newQuery();
    int[] again = new int[coder.codeInts()];
    RowPlace place = new RowPlace();
    int step = Math.max(1, vectors.size() / Math.max(1, sample));
    for (int row = 0; row < vectors.size() && faults.size() < MOST_FAULTS; row += step) {
      vectors.locate(row, place);
      coder.encode(place.array(), place.offset(), query, again, 0);
      int[] chunk = codes.chunk(row);
      int offset = codes.offset(row);
      if (Arrays.equals(again, 0, again.length, chunk, offset, offset + again.length)) {
        continue;
      }
      coder.code(place.array(), place.offset(), query);
      float expected = coder.rank(query, again, 0);
      float found = coder.rank(query, chunk, offset);
      if (!(Math.abs(found - expected) <= TOLERANCE * Math.abs(expected))) {
        faults.add(
            "row " + row + ": its code estimates " + found + ", that of its vector " + expected);
      }
    }
    return faults;
  }
}
