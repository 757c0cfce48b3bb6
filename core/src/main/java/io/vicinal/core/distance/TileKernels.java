package io.vicinal.core.distance;

/**
 * The inner loops over many float32 vectors at once: a block of rows against a panel of queries.
 *
 * <p>Where {@link DistanceKernels} read both vectors of every pair, these read a component once for
 * all pairs of a tile, {@value #TILE_ROWS} rows by {@link #panelQueries} queries, whose sums stay
 * in registers. A number of a tile is the sum of a pair in float32, in any order.
 *
 * <p>Layout, in elements. A <em>panel</em> holds its queries component by component: component i of
 * query j at {@code i · panelQueries + j}. <em>Rows</em> lie one after the other, row r from {@code
 * r · width} on. <em>Sums</em> are by row: those of row r from {@code r · panelQueries} on.
 *
 * <p>Implementations have no state; every method may be called by any thread.
 */
public interface TileKernels {
  /** Rows of a tile; blocks have a multiple of it. */
  int TILE_ROWS = 8;

  /** Queries of a panel: as many as fill the registers of this virtual machine. */
  int panelQueries();

  /**
   * Computes {@code Σ row_i · query_i} for each row and query.
   *
   * @param count rows, a multiple of {@link #TILE_ROWS}
   * @param width components
   * @param sums receives the sums; what it held is lost
   */
  void products(float[] rows, int count, float[] panel, int width, float[] sums);

  /** Computes {@code −Σ |row_i − query_i|} for each row and query; otherwise as above. */
  void differences(float[] rows, int count, float[] panel, int width, float[] sums);

  /**
   * Copies {@code from[at .. at + width)} less {@code centre} to {@code into}.
   *
   * @param width components, a multiple of 16
   * @return the sum of the squares of what was copied
   */
  float centre(float[] from, int at, float[] centre, float[] into, int intoAt, int width);

  /**
   * Whether a row has a sum that reaches the limit of its query: {@code sum + bias ≥ limit}.
   *
   * @param row the row whose sums are looked at
   * @param bias added to each of its sums
   * @param limits a number for each query of the panel
   */
  boolean reaches(float[] sums, int row, float bias, float[] limits);
}
