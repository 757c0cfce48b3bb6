package io.vicinal.spark;

import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** The components of a column of vectors, one vector after the other. None is null. */
final class ComponentColumn extends ColumnVector {
  private final FixedSizeListVector lists;

  ComponentColumn(FixedSizeListVector lists) {
    super(DataTypes.FloatType);
    this.lists = lists;
  }

  @Override
  public float getFloat(int index) {
    return data().getFloat((long) index * Float.BYTES);
  }

  @Override
  public float[] getFloats(int from, int count) {
    float[] components = new float[count];
    data()
        .nioBuffer((long) from * Float.BYTES, count * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(components);
    return components;
  }

  @Override
  public boolean hasNull() {
    return false;
  }

  @Override
  public int numNulls() {
    return 0;
  }

  @Override
  public boolean isNullAt(int index) {
    return false;
  }

  /** Nothing: the batch's owner frees its memory. */
  @Override
  public void close() {}

  @Override
  public boolean getBoolean(int index) {
    throw onlyFloats();
  }

  @Override
  public byte getByte(int index) {
    throw onlyFloats();
  }

  @Override
  public short getShort(int index) {
    throw onlyFloats();
  }

  @Override
  public int getInt(int index) {
    throw onlyFloats();
  }

  @Override
  public long getLong(int index) {
    throw onlyFloats();
  }

  @Override
  public double getDouble(int index) {
    throw onlyFloats();
  }

  @Override
  public ColumnarArray getArray(int index) {
    throw onlyFloats();
  }

  @Override
  public ColumnarMap getMap(int index) {
    throw onlyFloats();
  }

  @Override
  public Decimal getDecimal(int index, int precision, int scale) {
    throw onlyFloats();
  }

  @Override
  public UTF8String getUTF8String(int index) {
    throw onlyFloats();
  }

  @Override
  public byte[] getBinary(int index) {
    throw onlyFloats();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw onlyFloats();
  }

  /** The buffer changes with every batch that is loaded. */
  private ArrowBuf data() {
    return lists.getDataVector().getDataBuffer();
  }

  private static UnsupportedOperationException onlyFloats() {
    return new UnsupportedOperationException("components of vectors are floats");
  }
}
