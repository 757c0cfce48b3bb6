package io.vicinal.flink;

import io.vicinal.api.DenseVector;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorRecord;
import java.nio.ByteBuffer;
import java.util.List;

/** The bytes that a change takes in a batch, but for bitmaps and offsets. */
final class MutationSize {
  /** The widest single value. */
  private static final int SCALAR_BYTES = 8;

  private MutationSize() {}

  static long of(Mutation mutation) {
    long bytes = 1 + id(mutation.id());
    if (mutation instanceof Mutation.Upsert upsert) {
      VectorRecord record = upsert.record();
      for (DenseVector vector : record.vectors().values()) {
        bytes += (long) Float.BYTES * vector.dimension();
      }
      for (SparseVector vector : record.sparseVectors().values()) {
        bytes += (long) (Integer.BYTES + Float.BYTES) * vector.size();
      }
      for (Object value : record.attributes().values()) {
        bytes += value(value);
      }
    }
    return bytes;
  }

  private static long id(RecordId id) {
    return id instanceof RecordId.Text text ? utf8(text.value()) : SCALAR_BYTES;
  }

  private static long value(Object value) {
    if (value instanceof String text) {
      return utf8(text);
    }
    if (value instanceof ByteBuffer bytes) {
      return bytes.remaining();
    }
    if (value instanceof List<?> list) {
      long bytes = 0;
      for (Object element : list) {
        bytes += value(element);
      }
      return bytes;
    }
    return SCALAR_BYTES;
  }

  /** The length in UTF-8; each half of a surrogate pair counts for two of its four bytes. */
  private static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
