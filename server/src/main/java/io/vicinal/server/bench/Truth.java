package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.hnsw.HnswResult;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * How far the k-th true neighbour of each query is. Immutable.
 *
 * <p>A row that was found counts as a hit if it is as near as that, whatever its number: real data
 * has ties, and a list of truth names only some of the rows that tie.
 */
final class Truth {
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
    for (int query = 0; query < limits.length; query++) {
      int[] neighbors = file.rowNumbers(query);
      limits[query] = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < wanted; i++) {
        checkRow(path, query, neighbors[i], data);
        limits[query] = Math.max(limits[query], data.limit(query, neighbors[i]));
      }
    }
    return new Truth(data, wanted, limits);
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
    FilteredRows filtered = data.filtered();
    if (filtered != null && !filtered.accepted().get(row)) {
      throw invalid(place + " does not pass the filter; expected truth for the filtered rows");
    }
  }

  /** Computes the true neighbours by comparing every query with every row. */
  static Truth compute(AnnSearch search, AnnData data) {
    double[] limits =
        IntStream.range(0, data.queries().size())
            .parallel()
            .mapToDouble(
                query -> {
                  HnswResult exact = search.exact(data.queries().get(query));
                  return data.limit(query, exact.ordinal(exact.size() - 1));
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
