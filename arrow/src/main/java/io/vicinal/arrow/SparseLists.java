package io.vicinal.arrow;

import io.vicinal.api.SparseVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * The sparse vectors of a column, laid out as {@link ArrowSchemas} says. A view, valid as long as
 * the column; as thread safe as it is.
 */
public final class SparseLists {
  private final StructVector vectors;
  private final ListVector indexLists;
  private final ListVector valueLists;
  private final IntVector indices;
  private final Float4Vector values;

  private SparseLists(StructVector vectors) {
    this.vectors = vectors;
    this.indexLists = (ListVector) vectors.getChild(ArrowSchemas.INDICES);
    this.valueLists = (ListVector) vectors.getChild(ArrowSchemas.VALUES);
    this.indices = (IntVector) indexLists.getDataVector();
    this.values = (Float4Vector) valueLists.getDataVector();
  }

  /** The view of a column whose type is that of {@link ArrowSchemas#sparse}. */
  public static SparseLists of(FieldVector column) {
    return new SparseLists((StructVector) column);
  }

  /** Rows of the column. */
  public int rows() {
    return vectors.getValueCount();
  }

  /** Whether a row has no vector. */
  public boolean isNull(int row) {
    return vectors.isNull(row);
  }

  /** Whether one of the two lists of a row is null, which no vector has. */
  public boolean isIncomplete(int row) {
    return indexLists.isNull(row) || valueLists.isNull(row);
  }

  /** Indices of a row; as many as values, if it is a vector. */
  public int size(int row) {
    return indexLists.getElementEndIndex(row) - indexLists.getElementStartIndex(row);
  }

  /** Values of a row. */
  public int values(int row) {
    return valueLists.getElementEndIndex(row) - valueLists.getElementStartIndex(row);
  }

  /** Whether the i-th index of a row or the value with it is null, which no vector has. */
  public boolean isNull(int row, int i) {
    return indices.isNull(indexLists.getElementStartIndex(row) + i)
        || values.isNull(valueLists.getElementStartIndex(row) + i);
  }

  /** The i-th index of a row, from 0. */
  public int index(int row, int i) {
    return indices.get(indexLists.getElementStartIndex(row) + i);
  }

  /** The value with the i-th index of a row. */
  public float value(int row, int i) {
    return values.get(valueLists.getElementStartIndex(row) + i);
  }

  /** The vector in a row, which is not null. */
  SparseVector read(int row) {
    int[] foundIndices = new int[size(row)];
    float[] foundValues = new float[values(row)];
    for (int i = 0; i < foundIndices.length; i++) {
      foundIndices[i] = index(row, i);
    }
    for (int i = 0; i < foundValues.length; i++) {
      foundValues[i] = value(row, i);
    }
    return SparseVector.of(foundIndices, foundValues);
  }

  /** Writes a vector; the rows are written in ascending order. */
  void write(int row, SparseVector vector) {
    vectors.setIndexDefined(row);
    int firstIndex = indexLists.startNewValue(row);
    int firstValue = valueLists.startNewValue(row);
    for (int i = 0; i < vector.size(); i++) {
      indices.setSafe(firstIndex + i, vector.index(i));
      values.setSafe(firstValue + i, vector.value(i));
    }
    indexLists.endValue(row, vector.size());
    valueLists.endValue(row, vector.size());
  }
}
