package io.vicinal.core.segment;

import io.vicinal.api.RecordId;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.sparse.SparseIndex;

/**
 * A part of a collection's rows with its indexes. Which of the rows exist, and which of those are
 * deleted, is said by the reader's view and not by the segment.
 */
public interface Segment {
  /** The number of the segment, unique in its collection for ever. */
  long id();

  /**
   * The index of a vector field; its ordinals are rows. Only for users of the rows: the vectors may
   * lie in them.
   */
  HnswIndex index(String vectorField);

  /** The index of a sparse field, by rows. */
  SparseIndex sparseIndex(String sparseField);

  /** The last of {@code rows} that holds that id, or -1; it may be deleted. */
  int find(RecordId id, Rows rows);

  /** Stops using its rows; who else uses them may go on. */
  void release();
}
