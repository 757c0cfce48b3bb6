package io.vicinal.benchmarks;

import java.util.SplittableRandom;

/**
 * Random rows in one array, laid out as an index lays out its vectors: padded with zeros to whole
 * cache lines, the first row on a line. Read by one thread.
 */
final class KernelRows {
  /** Components of a cache line. */
  static final int LINE = 16;

  /** Where row 0 starts: with the array's header of 16 bytes that is a cache line. */
  static final int ORIGIN = 12;

  /** Of an array that is large enough for G1 to start it at the start of a region, so on a line. */
  private static final int LEAST_LENGTH = 1 << 18;

  private static final long SEED = 42;

  private final int width;
  private final float[] components;
  private final int[] order;
  private int next;

  private KernelRows(int width, float[] components, int[] order) {
    this.width = width;
    this.components = components;
    this.order = order;
  }

  /**
   * Makes as many rows of {@code dimension} components as it takes to fill {@code bytes}, one at
   * least.
   */
  static KernelRows ofBytes(int dimension, long bytes) {
    int width = (dimension + LINE - 1) / LINE * LINE;
    int rows = Math.toIntExact(Math.max(1, (bytes - 1) / ((long) width * Float.BYTES) + 1));
    int length = Math.addExact(ORIGIN, Math.multiplyExact(rows, width));
    float[] components = new float[Math.max(LEAST_LENGTH, length)];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int row = 0; row < rows; row++) {
      int offset = ORIGIN + row * width;
      for (int i = offset; i < offset + dimension; i++) {
        components[i] = (random.nextInt() >> 8) * 0x1p-23f;
      }
    }
    return new KernelRows(width, components, shuffled(rows, random));
  }

  private static int[] shuffled(int rows, SplittableRandom random) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** Components of a row, with its padding. */
  int width() {
    return width;
  }

  int rows() {
    return order.length;
  }

  /** The array that holds all rows. */
  float[] components() {
    return components;
  }

  /** Where the next row starts: every row once, in random order, and again. */
  int nextOffset() {
    int offset = ORIGIN + order[next] * width;
    next = next + 1 == order.length ? 0 : next + 1;
    return offset;
  }
}
