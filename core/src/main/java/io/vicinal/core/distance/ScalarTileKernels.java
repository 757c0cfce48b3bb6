package io.vicinal.core.distance;

/**
 * Tiles in plain Java, for every virtual machine.
 *
 * <p>Implementation note: one row against eight queries at a time, whose sums do not wait for each
 * other.
 */
final class ScalarTileKernels implements TileKernels {
  static final ScalarTileKernels INSTANCE = new ScalarTileKernels();

  private static final int QUERIES = 8;

  private ScalarTileKernels() {}

  @Override
  public int panelQueries() {
    return QUERIES;
  }

  @Override
  public void products(float[] rows, int count, float[] panel, int width, float[] sums) {
    for (int row = 0; row < count; row++) {
      products(rows, row * width, panel, width, sums, row * QUERIES);
    }
  }

  private static void products(
      float[] rows, int at, float[] panel, int width, float[] sums, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = 0; i < width; i++) {
      float x = rows[at + i];
      int q = i * QUERIES;
      s0 += x * panel[q];
      s1 += x * panel[q + 1];
      s2 += x * panel[q + 2];
      s3 += x * panel[q + 3];
      s4 += x * panel[q + 4];
      s5 += x * panel[q + 5];
      s6 += x * panel[q + 6];
      s7 += x * panel[q + 7];
    }
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
  }

  @Override
  public void differences(float[] rows, int count, float[] panel, int width, float[] sums) {
    for (int row = 0; row < count; row++) {
      differences(rows, row * width, panel, width, sums, row * QUERIES);
    }
  }

  private static void differences(
      float[] rows, int at, float[] panel, int width, float[] sums, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = 0; i < width; i++) {
      float x = rows[at + i];
      int q = i * QUERIES;
      s0 -= Math.abs(x - panel[q]);
      s1 -= Math.abs(x - panel[q + 1]);
      s2 -= Math.abs(x - panel[q + 2]);
      s3 -= Math.abs(x - panel[q + 3]);
      s4 -= Math.abs(x - panel[q + 4]);
      s5 -= Math.abs(x - panel[q + 5]);
      s6 -= Math.abs(x - panel[q + 6]);
      s7 -= Math.abs(x - panel[q + 7]);
    }
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
  }

  @Override
  public float centre(float[] from, int at, float[] centre, float[] into, int intoAt, int width) {
    float squares = 0;
    for (int i = 0; i < width; i++) {
      float x = from[at + i] - centre[i];
      into[intoAt + i] = x;
      squares += x * x;
    }
    return squares;
  }

  @Override
  public boolean reaches(float[] sums, int row, float bias, float[] limits) {
    int at = row * QUERIES;
    boolean reached = false;
    for (int query = 0; query < QUERIES; query++) {
      reached |= sums[at + query] + bias >= limits[query];
    }
    return reached;
  }
}
