package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The first rows of a file of vectors, each checked as it is read. Safe for use by several threads.
 */
final class VectorSet {
  private final TexmexFile file;
  private final VectorField field;
  private final int rows;

  private VectorSet(TexmexFile file, VectorField field, int rows) {
    this.file = file;
    this.field = field;
    this.rows = rows;
  }

  /**
   * Opens a file.
   *
   * @param limit how many of its rows count at most
   */
  static VectorSet open(Path path, Metric metric, int limit) {
    TexmexFile file = TexmexFile.ofVectors(path);
    VectorField field = VectorField.of("vector", file.width(), metric);
    return new VectorSet(file, field, Math.min(limit, file.rows()));
  }

  int rows() {
    return rows;
  }

  /** Rows of the file, of which {@link #rows} count. */
  int fileRows() {
    return file.rows();
  }

  int dimension() {
    return field.dimension();
  }

  Metric metric() {
    return field.metric();
  }

  Path path() {
    return file.path();
  }

  /**
   * Copies a row.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} naming the row, for components that
   *     are not finite and for the zero vector under cosine
   */
  void read(int row, float[] into, int offset) {
    file.read(row, into, offset);
    field.check(into, offset, "row " + row + " of " + file.path());
  }

  /** A row, as {@link #read}. */
  float[] vector(int row) {
    float[] vector = new float[dimension()];
    read(row, vector, 0);
    return vector;
  }

  /** All rows, which all are read. */
  List<float[]> vectors() {
    return IntStream.range(0, rows).mapToObj(this::vector).toList();
  }

  /** Refuses a file of other dimension. */
  void requireDimensionOf(VectorSet other) {
    if (dimension() != other.dimension()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          path()
              + " has dimension "
              + dimension()
              + "; expected "
              + other.dimension()
              + " as in "
              + other.path());
    }
  }
}
