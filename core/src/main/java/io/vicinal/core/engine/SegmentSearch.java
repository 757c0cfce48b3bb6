package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.Rows;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;

/**
 * A search of one segment of a view. For one thread at a time.
 *
 * <p>Ties go to the smaller id. An index gives them to the smaller row, so an exact search asks for
 * more rows than are wanted until the last one is farther than the last that is wanted.
 */
final class SegmentSearch {
  private final SegmentView segment;
  private final HnswIndex index;
  private final RecordReader reader;
  private final SearchMode mode;
  private final float[] query;
  private final int ef;
  private final @Nullable BitSet accepted;
  private final int count;
  private long distanceComputations;
  private String plan = "not searched";

  /** A search of a segment for a request that fits the schema; the filter is the request's. */
  SegmentSearch(
      SegmentView segment,
      SearchRequest request,
      VectorField field,
      Optional<RowFilter> filter,
      RecordReader reader) {
    this.segment = segment;
    this.index = segment.segment().index(field.name());
    this.reader = reader;
    this.mode = request.mode();
    this.query = request.query().toArray();
    this.ef = request.ef().orElse(field.hnsw().efSearch());
    this.accepted = accepted(segment, filter);
    this.count = accepted == null ? segment.liveRows() : accepted.cardinality();
  }

  /** Adds the nearest rows to the hits: as many as are wanted, if there are so many, or more. */
  void addNearest(int wanted, List<Hit> hits) {
    if (count == 0) {
      plan = "no row passes the filter";
      return;
    }
    HnswResult found = mode == SearchMode.EXACT ? exact(wanted) : approximate(wanted);
    plan = found.plan() + " of " + count + " rows";
    for (int i = 0; i < found.size(); i++) {
      hits.add(hit(found.ordinal(i), found.distance(i)));
    }
  }

  /** Distances computed so far. */
  long distanceComputations() {
    return distanceComputations;
  }

  /** How the segment was searched the last time, for people. */
  String plan() {
    return "segment " + segment.segment().id() + ": " + plan;
  }

  VectorRecord read(int row) {
    return reader.read(segment.rows(), row);
  }

  private HnswResult approximate(int wanted) {
    int rows = segment.rows().count();
    if (accepted == null && segment.deleted().isEmpty()) {
      HnswResult found = counted(index.search(query, wanted, ef, null));
      if (index.size() == rows || withinRows(found, rows)) {
        return found;
      }
      // Rows were added since the view was taken, and some of them are among the nearest.
    }
    return counted(index.search(query, wanted, ef, accepting(), count));
  }

  private static boolean withinRows(HnswResult found, int rows) {
    for (int i = 0; i < found.size(); i++) {
      if (found.ordinal(i) >= rows) {
        return false;
      }
    }
    return true;
  }

  private HnswResult exact(int most) {
    int wanted = Math.min(most, count);
    int width = Math.min(wanted + 1, count);
    HnswResult found = counted(index.exact(query, width, accepting()));
    while (width < count && found.distance(width - 1) == found.distance(wanted - 1)) {
      width = (int) Math.min(2L * width, count);
      found = counted(index.exact(query, width, accepting()));
    }
    return found;
  }

  private HnswResult counted(HnswResult found) {
    distanceComputations += found.distanceComputations();
    return found;
  }

  /** The rows that exist and pass the filter; null if there is no filter. */
  private static @Nullable BitSet accepted(SegmentView segment, Optional<RowFilter> filter) {
    if (filter.isEmpty()) {
      return null;
    }
    BitSet accepted = filter.get().matches(segment.rows());
    segment.deleted().forEach((IntConsumer) accepted::clear);
    return accepted;
  }

  private IntPredicate accepting() {
    if (accepted != null) {
      return accepted::get;
    }
    int rows = segment.rows().count();
    return row -> row < rows && segment.isLive(row);
  }

  private Hit hit(int row, float distance) {
    Rows rows = segment.rows();
    int chunk = rows.chunkOf(row);
    FieldVector ids = rows.chunks().get(chunk).column(CollectionSchema.ID);
    return new Hit(distance, Keys.id(ids, row - rows.start(chunk)), this, row);
  }
}
