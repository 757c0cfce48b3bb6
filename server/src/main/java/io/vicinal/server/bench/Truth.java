package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.protocol.TypeNames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far the k-th true neighbour of each query is. Immutable.
 *
 * <p>A row that was found counts as a hit if it is as near as that, whatever its number: real data
 * has ties, and a list of truth names only some of the rows that tie.
 */
final class Truth {
  /** Lists of truth that are compared with every row, spread over all. */
  private static final int CHECKED_LISTS = 16;

  private final AnnData data;
  private final int wanted;
  private final double[] limits;

  private Truth(AnnData data, int wanted, double[] limits) {
    this.data = data;
    this.wanted = wanted;
    this.limits = limits;
  }

  /**
   * Reads lists of true neighbours, nearest first, and computes their distances from the vectors.
   * Some of the lists are compared with every row: truth of another metric, of other vectors or of
   * another filter would make any search look better than it is.
   *
   * @throws VicinalException naming the file, if it does not fit the data
   */
  static Truth read(Path path, AnnData data) {
    TexmexFile file = TexmexFile.ofRowNumbers(path);
    int wanted = data.wanted();
    if (file.rows() != data.queries().size()) {
      throw invalid(
          path
              + " has lists for "
              + file.rows()
              + " queries; expected "
              + data.queries().size()
              + " as in the query file");
    }
    if (file.width() < wanted) {
      throw invalid(
          path
              + " lists "
              + file.width()
              + " neighbours a query; expected k = "
              + wanted
              + " or more");
    }
    double[] limits = new double[file.rows()];
    int[] farthest = new int[file.rows()];
    for (int query = 0; query < limits.length; query++) {
      int[] neighbors = Arrays.copyOf(file.rowNumbers(query), wanted);
      Set<Integer> seen = new HashSet<>();
      limits[query] = Double.NEGATIVE_INFINITY;
      for (int row : neighbors) {
        checkRow(path, query, row, data);
        if (!seen.add(row)) {
          throw invalid(path + ", query " + query + ": row " + row + " is listed twice");
        }
        double limit = data.limit(query, row);
        if (limit > limits[query]) {
          limits[query] = limit;
          farthest[query] = row;
        }
      }
    }
    int step = Math.max(1, limits.length / CHECKED_LISTS);
    for (int query = 0; query < limits.length; query += step) {
      checkNearest(path, query, farthest[query], data);
    }
    return new Truth(data, wanted, limits);
  }

  private static void checkNearest(Path path, int query, int farthest, AnnData data) {
    long nearer = data.nearerThan(query, farthest);
    if (nearer >= data.wanted()) {
      throw invalid(
          "%s, query %d: row %d is listed among the %d nearest, but %d rows are nearer under %s; "
                  .formatted(
                      path,
                      query,
                      farthest,
                      data.wanted(),
                      nearer,
                      TypeNames.ofConstant(data.base().metric()))
              + "expected the truth of this metric"
              + (data.filtered() == null ? "" : " and filter"));
    }
  }

  private static void checkRow(Path path, int query, int row, AnnData data) {
    String place = path + ", query " + query + ": row " + row;
    if (row < 0 || row >= data.base().rows()) {
      throw invalid(
          place
              + " is not in the base; expected 0.."
              + (data.base().rows() - 1)
              + (data.base().rows() < data.base().fileRows()
                  ? " as --limit-rows says; without --truth it is computed for these rows"
                  : ""));
    }
    if (!data.accepts(row)) {
      throw invalid(place + " does not pass the filter; expected truth for the filtered rows");
    }
  }

  /** Computes the true neighbours by comparing every query with every row. */
  static Truth compute(AnnSearch search, AnnData data) {
    List<HnswResult> exact = search.exact(data.queries());
    double[] limits =
        IntStream.range(0, exact.size())
            .mapToDouble(
                query -> {
                  HnswResult nearest = exact.get(query);
                  return data.limit(query, nearest.ordinal(nearest.size() - 1));
                })
            .toArray();
    return new Truth(data, data.wanted(), limits);
  }

  /** The part of the true neighbours of a query that was found. */
  double recall(int query, HnswResult found) {
    int hits = 0;
    for (int i = 0; i < found.size(); i++) {
      if (data.distance(query, found.ordinal(i)) <= limits[query]) {
        hits++;
      }
    }
    return Math.min(hits, wanted) / (double) wanted;
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
