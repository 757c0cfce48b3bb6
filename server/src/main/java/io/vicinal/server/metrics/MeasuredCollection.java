package io.vicinal.server.metrics;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.WriteResult;
import java.util.List;

/** A collection whose operations are counted. */
final class MeasuredCollection implements VectorCollection {
  private final VectorCollection inner;
  private final NodeMetrics metrics;

  MeasuredCollection(VectorCollection inner, NodeMetrics metrics) {
    this.inner = inner;
    this.metrics = metrics;
  }

  @Override
  public CollectionSpec spec() {
    return inner.spec();
  }

  @Override
  public WriteResult write(List<Mutation> mutations) {
    WriteResult result = metrics.measure(Operation.WRITE, () -> inner.write(mutations));
    metrics.written(result);
    return result;
  }

  @Override
  public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
    return metrics.measure(Operation.GET, () -> inner.get(ids, projection));
  }

  @Override
  public SearchResult search(SearchRequest request) {
    SearchResult result = metrics.measure(Operation.SEARCH, () -> inner.search(request));
    metrics.searched(result.statistics().distanceComputations());
    return result;
  }

  @Override
  public FusedResult searchFused(FusedRequest request) {
    FusedResult result = metrics.measure(Operation.SEARCH, () -> inner.searchFused(request));
    metrics.searched(result.statistics().distanceComputations());
    return result;
  }

  @Override
  public RecordCursor scan(ScanRequest request) {
    OngoingOperation scan = metrics.begin(Operation.SCAN);
    try {
      return new MeasuredCursor(inner.scan(request), scan, metrics);
    } catch (RuntimeException | Error e) {
      scan.failed(e);
      scan.end();
      throw e;
    }
  }

  @Override
  public CollectionStatistics statistics() {
    return inner.statistics();
  }

  @Override
  public void flush() {
    metrics.measure(
        Operation.FLUSH,
        () -> {
          inner.flush();
          return true;
        });
  }
}
