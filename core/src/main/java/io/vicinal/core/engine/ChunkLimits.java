package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * When a chunk is full. A chunk of one row may have more bytes. Immutable.
 *
 * @param rows rows at most
 * @param bytes bytes of the values of all columns at most
 */
record ChunkLimits(int rows, long bytes) {
  /** Batches of this size are also good to send. */
  private static final int MOST_ROWS = 8192;

  /** Far below the 2 GiB at which Arrow's offsets and a mapping end. */
  private static final long MOST_BYTES = 64L << 20;

  /** The limits of a collection: not more rows than have room for their vectors. */
  static ChunkLimits of(CollectionSchema schema) {
    long bytesPerRow =
        schema.vectorFields().stream().mapToLong(f -> (long) f.dimension() * Float.BYTES).sum();
    int rows = (int) Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / bytesPerRow));
    return new ChunkLimits(rows, MOST_BYTES);
  }

  /**
   * Where those of a batch's rows {@code from} to {@code to − 1} end that a chunk has room for;
   * {@code from} if there is no room. An empty chunk has room for a row of any size.
   *
   * @param usedRows rows that the chunk has
   * @param usedBytes the {@link #bytes(VectorSchemaRoot, int, int)} of them
   */
  int endOfFitting(VectorSchemaRoot batch, int from, int to, int usedRows, long usedBytes) {
    int least = usedRows == 0 ? from + 1 : from;
    int end = Math.min(to, from + rows - usedRows);
    if (end <= least || bytes(batch, from, end) <= bytes - usedBytes) {
      return end;
    }
    int fits = least;
    while (fits < end) {
      int middle = fits + (end - fits + 1) / 2;
      if (bytes(batch, from, middle) <= bytes - usedBytes) {
        fits = middle;
      } else {
        end = middle - 1;
      }
    }
    return fits;
  }

  /** The size of the values in some rows of a batch, without the bits that say what is null. */
  static long bytes(VectorSchemaRoot batch, int from, int to) {
    long bytes = 0;
    for (FieldVector column : batch.getFieldVectors()) {
      bytes += bytes(column, from, to);
    }
    return bytes;
  }

  private static long bytes(ValueVector column, int from, int to) {
    if (from == to) {
      return 0;
    } else if (column instanceof FixedSizeListVector lists) {
      int width = lists.getListSize();
      return bytes(lists.getDataVector(), from * width, to * width);
    } else if (column instanceof BaseFixedWidthVector values) {
      return (long) (to - from) * values.getTypeWidth();
    } else if (column instanceof StructVector struct) {
      return struct.getChildrenFromFields().stream().mapToLong(c -> bytes(c, from, to)).sum();
    }
    long offsets = (long) (to - from) * Integer.BYTES;
    if (column instanceof BaseVariableWidthVector values) {
      return offsets + values.getEndOffset(to - 1) - values.getStartOffset(from);
    } else if (column instanceof ListVector lists) {
      int start = lists.getElementStartIndex(from);
      return offsets + bytes(lists.getDataVector(), start, lists.getElementEndIndex(to - 1));
    }
    throw new IllegalStateException("no field has the column " + column.getField());
  }
}
