package io.vicinal.spark;

import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of vectors over Arrow's memory, which it does not own: Spark's own wrapper does not know
 * lists of fixed size.
 */
final class VectorColumn extends ColumnVector {
  private final FixedSizeListVector lists;
  private final ComponentColumn components;

  VectorColumn(FixedSizeListVector lists) {
    super(SparkTypes.VECTOR);
    this.lists = lists;
    this.components = new ComponentColumn(lists);
  }

  @Override
  public ColumnarArray getArray(int row) {
    int dimension = lists.getListSize();
    return new ColumnarArray(components, row * dimension, dimension);
  }

  @Override
  public boolean hasNull() {
    return lists.getNullCount() > 0;
  }

  @Override
  public int numNulls() {
    return lists.getNullCount();
  }

  @Override
  public boolean isNullAt(int row) {
    return lists.isNull(row);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return components;
  }

  /** Nothing: the batch's owner frees its memory. */
  @Override
  public void close() {}

  @Override
  public boolean getBoolean(int row) {
    throw onlyArrays();
  }

  @Override
  public byte getByte(int row) {
    throw onlyArrays();
  }

  @Override
  public short getShort(int row) {
    throw onlyArrays();
  }

  @Override
  public int getInt(int row) {
    throw onlyArrays();
  }

  @Override
  public long getLong(int row) {
    throw onlyArrays();
  }

  @Override
  public float getFloat(int row) {
    throw onlyArrays();
  }

  @Override
  public double getDouble(int row) {
    throw onlyArrays();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw onlyArrays();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw onlyArrays();
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw onlyArrays();
  }

  @Override
  public byte[] getBinary(int row) {
    throw onlyArrays();
  }

  private static UnsupportedOperationException onlyArrays() {
    return new UnsupportedOperationException("a column of vectors holds arrays only");
  }
}
