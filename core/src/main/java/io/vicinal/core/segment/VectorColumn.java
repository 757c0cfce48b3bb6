package io.vicinal.core.segment;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;

/**
 * The vectors of a column of fixed-size lists of float32. Safe for use by several threads, while
 * the column is.
 */
public final class VectorColumn {
  private final FloatBuffer components;
  private final int dimension;

  private VectorColumn(FloatBuffer components, int dimension) {
    this.components = components;
    this.dimension = dimension;
  }

  /** The vectors of a column. */
  public static VectorColumn of(FieldVector column) {
    FixedSizeListVector lists = (FixedSizeListVector) column;
    int dimension = lists.getListSize();
    int bytes = Math.multiplyExact(lists.getValueCount(), dimension * Float.BYTES);
    ArrowBuf buffer = lists.getDataVector().getDataBuffer();
    return new VectorColumn(
        buffer.nioBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), dimension);
  }

  /** Copies the components of a row to {@code into}, from {@code offset} on. */
  public void read(int row, float[] into, int offset) {
    components.get(row * dimension, into, offset, dimension);
  }
}
