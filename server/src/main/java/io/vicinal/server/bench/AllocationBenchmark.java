package io.vicinal.server.bench;

import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.protocol.TypeNames;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** Counts what searches of an index allocate, by each of its plans. For one thread. */
final class AllocationBenchmark {
  private final HnswIndex index;
  private final List<float[]> queries;
  private final int k;
  private final int ef;
  private final AllocationMeter meter;

  AllocationBenchmark(
      HnswIndex index, List<float[]> queries, int k, int ef, AllocationMeter meter) {
    this.index = index;
    this.queries = queries;
    this.k = k;
    this.ef = ef;
    this.meter = meter;
  }

  /** A line for each search by the plan that the index chooses. */
  List<String> walks(String kind) {
    return List.of(
        line(kind, "all", query -> index.search(query, k, ef, null)),
        line(kind, "half", amongEach(2)),
        line(kind, "eighth", amongEach(8)),
        line(kind, "hundredth", amongEach(100)));
  }

  /** A line for each search that compares every row. */
  List<String> scans() {
    IntPredicate half = each(2)::get;
    return List.of(
        line("floats", "exact", query -> index.exact(query, k, null)),
        line("floats", "exact half", query -> index.exact(query, k, half)));
  }

  private QuerySearch amongEach(int step) {
    BitSet rows = each(step);
    IntPredicate accept = rows::get;
    int count = rows.cardinality();
    return query -> index.search(query, k, ef, accept, count);
  }

  private BitSet each(int step) {
    BitSet rows = new BitSet(index.size());
    for (int row = 0; row < index.size(); row += step) {
      rows.set(row);
    }
    return rows;
  }

  private String line(String kind, String name, QuerySearch search) {
    HnswResult found = search.search(queries.get(queries.size() - 1));
    double bytes = meter.bytesOf(search);
    long resultBytes = meter.bytesOfResult(found.size());
    return new ReportLine()
        .put("index", kind)
        .put("search", name)
        .put("plan", TypeNames.ofConstant(found.plan()))
        .put("bytes", bytes, 1)
        .put("result_bytes", resultBytes)
        .put("beyond_bytes", bytes - resultBytes, 1)
        .toString();
  }
}
