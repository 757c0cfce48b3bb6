package io.vicinal.server.flight;

import io.vicinal.api.DenseVector;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorRecord;
import java.nio.ByteBuffer;
import java.util.List;

/** About how many bytes records take up in a message. */
final class RecordSize {
  /** A message is sent once it has so many bytes; its last record or query may go beyond. */
  static final long MESSAGE_BYTES = 16L << 20;

  private static final long SCALAR_BYTES = 8;

  private RecordSize() {}

  /** The bytes of a record, where a character counts as a byte and a number as eight. */
  static long of(VectorRecord record) {
    long bytes = SCALAR_BYTES;
    for (DenseVector vector : record.vectors().values()) {
      bytes += (long) vector.dimension() * Float.BYTES;
    }
    for (SparseVector vector : record.sparseVectors().values()) {
      bytes += (long) vector.size() * (Integer.BYTES + Float.BYTES);
    }
    for (Object value : record.attributes().values()) {
      bytes += of(value);
    }
    return bytes;
  }

  private static long of(Object value) {
    if (value instanceof String text) {
      return SCALAR_BYTES + text.length();
    }
    if (value instanceof ByteBuffer binary) {
      return SCALAR_BYTES + binary.remaining();
    }
    if (value instanceof List<?> list) {
      return SCALAR_BYTES + list.stream().mapToLong(RecordSize::of).sum();
    }
    return SCALAR_BYTES;
  }
}
