package io.vicinal.core.hnsw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the vector files of the TEXMEX collections: each vector is its dimension as int32 and then
 * its components, float32 in {@code .fvecs}, uint8 in {@code .bvecs}, int32 in {@code .ivecs};
 * little-endian, without a header.
 */
public final class TexmexFile {
  private TexmexFile() {}

  /** The vectors of an {@code .fvecs} or {@code .bvecs} file. */
  public static float[][] vectors(Path file) throws IOException {
    boolean bytes = file.toString().endsWith(".bvecs");
    ByteBuffer buffer = contents(file);
    List<float[]> vectors = new ArrayList<>();
    while (buffer.hasRemaining()) {
      float[] vector = new float[buffer.getInt()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = bytes ? Byte.toUnsignedInt(buffer.get()) : buffer.getFloat();
      }
      vectors.add(vector);
    }
    return vectors.toArray(float[][]::new);
  }

  /** The rows of an {@code .ivecs} file. */
  public static int[][] rows(Path file) throws IOException {
    ByteBuffer buffer = contents(file);
    List<int[]> rows = new ArrayList<>();
    while (buffer.hasRemaining()) {
      int[] row = new int[buffer.getInt()];
      for (int i = 0; i < row.length; i++) {
        row[i] = buffer.getInt();
      }
      rows.add(row);
    }
    return rows.toArray(int[][]::new);
  }

  private static ByteBuffer contents(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
