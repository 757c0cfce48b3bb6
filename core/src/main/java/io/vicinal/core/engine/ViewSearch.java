package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Neighbor;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.Rows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;

/**
 * One search of one view: each segment by itself, then the nearest of all. For one thread.
 *
 * <p>Ties go to the smaller id. An index gives them to the smaller row, so an exact search asks for
 * more rows than k until the last one is farther than the k-th.
 */
final class ViewSearch {
  private static final Comparator<Hit> NEAREST =
      Comparator.comparingDouble(Hit::distance).thenComparing(Hit::id);

  private final SearchRequest request;
  private final VectorField field;
  private final float[] query;
  private final Optional<RowFilter> filter;
  private final List<Hit> hits = new ArrayList<>();
  private final List<String> plans = new ArrayList<>();
  private long distanceComputations;

  private record Hit(float distance, RecordId id, Rows rows, int row) {}

  private ViewSearch(SearchRequest request, VectorField field, Optional<RowFilter> filter) {
    this.request = request;
    this.field = field;
    this.query = request.query().toArray();
    this.filter = filter;
  }

  /** Answers a request that fits the schema; the filter is the request's, bound. */
  static SearchResult run(
      SearchRequest request,
      CollectionSchema schema,
      Optional<RowFilter> filter,
      RecordReader reader,
      EngineView view) {
    ViewSearch search = new ViewSearch(request, schema.vectorField(request.vectorField()), filter);
    for (SegmentView segment : view.segments()) {
      if (segment.liveRows() > 0) {
        search.searchSegment(segment);
      }
    }
    return search.result(reader);
  }

  private SearchResult result(RecordReader reader) {
    hits.sort(NEAREST);
    List<Neighbor> neighbors = new ArrayList<>();
    for (Hit hit : hits.subList(0, Math.min(request.k(), hits.size()))) {
      VectorRecord record = reader.read(hit.rows(), hit.row());
      neighbors.add(new Neighbor(record, hit.distance()));
    }
    return new SearchResult(
        neighbors, new SearchStatistics(distanceComputations, String.join("; ", plans)));
  }

  private void searchSegment(SegmentView segment) {
    HnswIndex index = segment.segment().index(field.name());
    BitSet accepted = accepted(segment);
    int count = accepted == null ? segment.liveRows() : accepted.cardinality();
    HnswResult found;
    if (count == 0) {
      plans.add("segment " + segment.segment().id() + ": no row passes the filter");
      return;
    } else if (request.mode() == SearchMode.EXACT) {
      found = exact(index, accepting(segment, accepted), count);
    } else {
      found = approximate(index, segment, accepted, count);
    }
    distanceComputations += found.distanceComputations();
    plans.add("segment " + segment.segment().id() + ": " + found.plan() + " of " + count + " rows");
    for (int i = 0; i < found.size(); i++) {
      hits.add(hit(segment.rows(), found.ordinal(i), found.distance(i)));
    }
  }

  private HnswResult approximate(
      HnswIndex index, SegmentView segment, @Nullable BitSet accepted, int count) {
    int ef = request.ef().orElse(field.hnsw().efSearch());
    int rows = segment.rows().count();
    if (accepted == null && segment.deleted().isEmpty()) {
      HnswResult found = index.search(query, request.k(), ef, null);
      if (index.size() == rows || withinRows(found, rows)) {
        return found;
      }
      // Rows were added since the view was taken, and some of them are among the nearest.
    }
    return index.search(query, request.k(), ef, accepting(segment, accepted), count);
  }

  private static boolean withinRows(HnswResult found, int rows) {
    for (int i = 0; i < found.size(); i++) {
      if (found.ordinal(i) >= rows) {
        return false;
      }
    }
    return true;
  }

  private HnswResult exact(HnswIndex index, IntPredicate accept, int count) {
    int wanted = Math.min(request.k(), count);
    int width = Math.min(wanted + 1, count);
    HnswResult found = index.exact(query, width, accept);
    while (width < count && found.distance(width - 1) == found.distance(wanted - 1)) {
      distanceComputations += found.distanceComputations();
      width = (int) Math.min(2L * width, count);
      found = index.exact(query, width, accept);
    }
    return found;
  }

  /** The rows that exist and pass the filter; null if there is no filter. */
  private @Nullable BitSet accepted(SegmentView segment) {
    if (filter.isEmpty()) {
      return null;
    }
    BitSet accepted = filter.get().matches(segment.rows());
    segment.deleted().forEach((IntConsumer) accepted::clear);
    return accepted;
  }

  private static IntPredicate accepting(SegmentView segment, @Nullable BitSet accepted) {
    if (accepted != null) {
      return accepted::get;
    }
    int rows = segment.rows().count();
    return row -> row < rows && segment.isLive(row);
  }

  private static Hit hit(Rows rows, int row, float distance) {
    int chunk = rows.chunkOf(row);
    FieldVector ids = rows.chunks().get(chunk).column(CollectionSchema.ID);
    return new Hit(distance, Keys.id(ids, row - rows.start(chunk)), rows, row);
  }
}
