package io.vicinal.core.engine;

import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorField;
import io.vicinal.core.filter.RowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search of an engine as of one moment, which can be asked for more and more neighbours. For one
 * thread at a time. Close it, or the memory of the view stays.
 */
public final class EngineSearch implements AutoCloseable {
  private final SearchRequest request;
  private final VectorField field;
  private final Optional<RowFilter> filter;
  private final RecordReader reader;
  private final EngineView view;
  private @Nullable List<SegmentSearch> segments;

  /** A search for a request that fits the schema; the filter is the request's, bound. */
  EngineSearch(
      SearchRequest request,
      VectorField field,
      Optional<RowFilter> filter,
      RecordReader reader,
      EngineView view) {
    this.request = request;
    this.field = field;
    this.filter = filter;
    this.reader = reader;
    this.view = view;
  }

  /** The nearest rows, nearest first: all, if there are not as many as are wanted. */
  List<Hit> nearest(int wanted) {
    List<Hit> hits = new ArrayList<>();
    segments().forEach(segment -> segment.addNearest(wanted, hits));
    hits.sort(Hit.NEAREST);
    return hits.subList(0, Math.min(wanted, hits.size()));
  }

  /** Distances computed so far. */
  long distanceComputations() {
    return segments().stream().mapToLong(SegmentSearch::distanceComputations).sum();
  }

  /** How each segment was searched the last time, for people. */
  String plan() {
    return segments().stream().map(SegmentSearch::plan).collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    view.close();
  }

  /** Made by the first thread that asks, since a filter looks at every row. */
  private List<SegmentSearch> segments() {
    if (segments == null) {
      segments =
          view.segments().stream()
              .filter(segment -> segment.liveRows() > 0)
              .map(segment -> new SegmentSearch(segment, request, field, filter, reader))
              .toList();
    }
    return segments;
  }
}
