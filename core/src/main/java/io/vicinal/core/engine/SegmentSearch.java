package io.vicinal.core.engine;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.Grouping;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.core.hnsw.SearchPlan;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.sparse.SparseIndex;
import io.vicinal.core.sparse.SparseResult;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A search of one segment of a view, which the caller keeps open: the rows, and with them mapped
 * vectors, can be read as long as it is. For one thread at a time.
 *
 * <p>Ties go to the smaller id. An index of vectors gives them to the smaller row, so an exact
 * search asks for more rows than are wanted until the last one is farther than the last that is
 * wanted.
 */
final class SegmentSearch {
  private final SegmentView segment;
  private final @Nullable HnswIndex index;
  private final @Nullable SparseIndex sparseIndex;
  private final RecordReader reader;
  private final SearchMode mode;
  private final SearchQuery query;
  private final SearchEffort effort;
  private final @Nullable Attribute groupBy;
  private final @Nullable BitSet accepted;
  private final int count;
  private long distanceComputations;
  private String plan = "not searched";

  /**
   * A search of a segment for a request that fits the schema.
   *
   * @param accepted the rows that exist and pass the request's filter; null if it has none
   */
  SegmentSearch(
      SegmentView segment,
      SearchRequest request,
      SearchEffort effort,
      CollectionSchema schema,
      @Nullable BitSet accepted,
      RecordReader reader) {
    Optional<VectorField> field = schema.findVectorField(request.vectorField());
    this.segment = segment;
    this.index = field.map(dense -> segment.segment().index(dense.name())).orElse(null);
    this.sparseIndex =
        field.isPresent() ? null : segment.segment().sparseIndex(request.vectorField());
    this.reader = reader;
    this.mode = request.mode();
    this.query = request.query();
    this.effort = effort;
    this.groupBy =
        request.selection().grouping().map(by -> schema.attribute(by.attribute())).orElse(null);
    this.accepted = accepted;
    this.count = accepted == null ? segment.liveRows() : accepted.cardinality();
  }

  /**
   * Adds the nearest rows to the hits: as many as are wanted, if there are so many, or more.
   *
   * @param open the groups that the rows may be in; all if null
   */
  void addNearest(int wanted, @Nullable Predicate<Optional<Object>> open, List<Hit> hits) {
    if (count == 0) {
      plan = "no row passes the filter";
      return;
    }
    if (sparseIndex != null) {
      SparseVector vector = (SparseVector) query;
      addSparse(sparseIndex.nearest(vector, wanted, accepting(open), this::compareIds), hits);
      return;
    }
    HnswResult found = mode == SearchMode.EXACT ? exact(wanted, open) : approximate(wanted, open);
    plan = found.plan() + " of " + count + " rows" + width(found, wanted);
    for (int i = 0; i < found.size(); i++) {
      hits.add(hit(found.ordinal(i), found.distance(i)));
    }
  }

  private String width(HnswResult found, int wanted) {
    OptionalInt width = index().width(effort, wanted);
    return found.plan() == SearchPlan.EXACT_SCAN || width.isEmpty()
        ? ""
        : ", ef " + Math.max(wanted, width.getAsInt());
  }

  private void addSparse(SparseResult found, List<Hit> hits) {
    distanceComputations += found.scoredRows();
    plan = "SPARSE of " + count + " rows";
    for (int i = 0; i < found.size(); i++) {
      hits.add(hit(found.row(i), found.distance(i)));
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

  void copyVector(int row, float[] into) {
    index().vector(row, into);
  }

  /** The value of the attribute that the request groups by; empty if there is none. */
  Optional<Object> group(int row) {
    Rows rows = segment.rows();
    int chunk = rows.chunkOf(row);
    Attribute attribute = Objects.requireNonNull(groupBy, "a request that does not group");
    FieldVector column = rows.chunks().get(chunk).column(attribute.name());
    int place = row - rows.start(chunk);
    return column.isNull(place)
        ? Optional.empty()
        : Optional.of(Grouping.valueOfGroup(ColumnValues.read(attribute.type(), column, place)));
  }

  private HnswResult approximate(int wanted, @Nullable Predicate<Optional<Object>> open) {
    if (open != null) {
      return counted(index().search(vector(), wanted, effort, accepting(open)));
    }
    int rows = segment.rows().count();
    if (accepted == null && segment.deleted().isEmpty()) {
      HnswResult found = counted(index().search(vector(), wanted, effort, null, count));
      if (index().size() == rows || withinRows(found, rows)) {
        return found;
      }
      // Rows were added since the view was taken, and some of them are among the nearest.
    }
    return counted(index().search(vector(), wanted, effort, accepting(null), count));
  }

  private static boolean withinRows(HnswResult found, int rows) {
    for (int i = 0; i < found.size(); i++) {
      if (found.ordinal(i) >= rows) {
        return false;
      }
    }
    return true;
  }

  private HnswResult exact(int most, @Nullable Predicate<Optional<Object>> open) {
    IntPredicate accept = accepting(open);
    int wanted = Math.min(most, count);
    int width = Math.min(wanted + 1, count);
    HnswResult found = counted(index().exact(vector(), width, accept));
    while (found.size() == width
        && width < count
        && found.distance(width - 1) == found.distance(wanted - 1)) {
      width = (int) Math.min(2L * width, count);
      found = counted(index().exact(vector(), width, accept));
    }
    return found;
  }

  private HnswIndex index() {
    return Objects.requireNonNull(index, "a search of a sparse field");
  }

  private float[] vector() {
    return ((DenseVector) query).toArray();
  }

  private HnswResult counted(HnswResult found) {
    distanceComputations += found.distanceComputations();
    return found;
  }

  private IntPredicate accepting(@Nullable Predicate<Optional<Object>> open) {
    int rows = segment.rows().count();
    IntPredicate passes =
        accepted != null ? accepted::get : row -> row < rows && segment.isLive(row);
    return open == null ? passes : row -> passes.test(row) && open.test(group(row));
  }

  private int compareIds(int row, int other) {
    Rows rows = segment.rows();
    int chunk = rows.chunkOf(row);
    int otherChunk = rows.chunkOf(other);
    return Keys.compare(
        rows.chunks().get(chunk).column(CollectionSchema.ID),
        row - rows.start(chunk),
        rows.chunks().get(otherChunk).column(CollectionSchema.ID),
        other - rows.start(otherChunk));
  }

  private Hit hit(int row, float distance) {
    Rows rows = segment.rows();
    int chunk = rows.chunkOf(row);
    FieldVector ids = rows.chunks().get(chunk).column(CollectionSchema.ID);
    return new Hit(distance, Keys.id(ids, row - rows.start(chunk)), this, row);
  }
}
