package io.vicinal.core.engine;

import io.vicinal.core.filter.RowFilter;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;

/**
 * The rows of a view that exist and pass a filter. It looks at every row of a segment, so the rows
 * are kept for all searches of the view. For one thread at a time; nobody changes what it returns.
 */
final class AcceptedRows {
  private final Optional<RowFilter> filter;
  private final IdentityHashMap<SegmentView, BitSet> found = new IdentityHashMap<>();

  /** Those of all rows that a bound filter is true on, if there is one. */
  AcceptedRows(Optional<RowFilter> filter) {
    this.filter = filter;
  }

  /** The rows of a segment; null if there is no filter. */
  @Nullable BitSet of(SegmentView segment) {
    return filter.isEmpty()
        ? null
        : found.computeIfAbsent(segment, each -> accepted(each, filter.get()));
  }

  private static BitSet accepted(SegmentView segment, RowFilter filter) {
    BitSet accepted = filter.matches(segment.rows());
    segment.deleted().forEach((IntConsumer) accepted::clear);
    return accepted;
  }
}
