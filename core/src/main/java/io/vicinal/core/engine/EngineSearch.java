package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search of an engine as of one moment, which can be asked for more and more neighbours. For one
 * thread at a time. Close it, or the memory of the view stays.
 */
public final class EngineSearch implements AutoCloseable {
  private final SearchRequest request;
  private final CollectionSchema schema;
  private final AcceptedRows accepted;
  private final RecordReader reader;
  private final EngineView view;
  private @Nullable List<SegmentSearch> segments;

  /** A search for a request that fits the schema, among the rows that pass its filter. */
  EngineSearch(
      SearchRequest request,
      CollectionSchema schema,
      AcceptedRows accepted,
      RecordReader reader,
      EngineView view) {
    this.request = request;
    this.schema = schema;
    this.accepted = accepted;
    this.reader = reader;
    this.view = view;
  }

  /**
   * The nearest rows, nearest first: all, if there are not as many as are wanted.
   *
   * @param open the groups that the rows may be in; all if null
   */
  List<Hit> nearest(int wanted, @Nullable Predicate<Optional<Object>> open) {
    List<Hit> hits = new ArrayList<>();
    segments().forEach(segment -> segment.addNearest(wanted, open, hits));
    hits.sort(Hit.NEAREST);
    return hits.subList(0, Math.min(wanted, hits.size()));
  }

  /** The vector field searched; a sparse one has none. */
  VectorField field() {
    return schema.vectorField(request.vectorField());
  }

  /** How many rows a search of the index finds, be it that fewer are wanted. */
  int width() {
    return effort() instanceof SearchEffort.Width width ? width.ef() : request.selection().depth();
  }

  /** How hard each segment is searched. */
  SearchEffort effort() {
    return request.effort().orElseGet(() -> defaultEffort(request, schema));
  }

  /** Whether a segment does not know from trials how wide it must be searched for a recall. */
  boolean isTrialDue() {
    return request.mode() == SearchMode.APPROXIMATE
        && effort() instanceof SearchEffort.RecallTarget
        && schema.findVectorField(request.vectorField()).isPresent()
        && view.segments().stream()
            .anyMatch(
                segment ->
                    segment
                        .segment()
                        .index(request.vectorField())
                        .isTrialDue(segment.rows().count()));
  }

  private static SearchEffort defaultEffort(SearchRequest request, CollectionSchema schema) {
    return schema
        .findVectorField(request.vectorField())
        .map(VectorField::effort)
        .orElseGet(() -> new SearchEffort.Width(request.selection().depth()));
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
              .map(
                  segment ->
                      new SegmentSearch(
                          segment, request, effort(), schema, accepted.of(segment), reader))
              .toList();
    }
    return segments;
  }
}
