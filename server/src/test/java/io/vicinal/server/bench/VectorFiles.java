package io.vicinal.server.bench;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Writes files in the format of the TEXMEX collections. */
final class VectorFiles {
  private VectorFiles() {}

  /** Vectors with components in -1..1. */
  static List<float[]> random(int rows, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, rows)
        .mapToObj(i -> vector(dimension, random))
        .collect(toCollection(ArrayList::new));
  }

  private static float[] vector(int dimension, SplittableRandom random) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  static Path fvecs(Path file, List<float[]> vectors) throws IOException {
    int width = vectors.get(0).length;
    ByteBuffer bytes = buffer(vectors.size() * (width + 1) * 4);
    for (float[] vector : vectors) {
      bytes.putInt(vector.length);
      for (float component : vector) {
        bytes.putFloat(component);
      }
    }
    return write(file, bytes);
  }

  static Path ivecs(Path file, int[]... rows) throws IOException {
    ByteBuffer bytes = buffer(rows.length * (rows[0].length + 1) * 4);
    for (int[] row : rows) {
      bytes.putInt(row.length);
      for (int number : row) {
        bytes.putInt(number);
      }
    }
    return write(file, bytes);
  }

  static Path bvecs(Path file, int[]... rows) throws IOException {
    ByteBuffer bytes = buffer(rows.length * (rows[0].length + 4));
    for (int[] row : rows) {
      bytes.putInt(row.length);
      for (int component : row) {
        bytes.put((byte) component);
      }
    }
    return write(file, bytes);
  }

  private static Path write(Path file, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.flip().remaining()];
    bytes.get(content);
    return Files.write(file, content);
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
