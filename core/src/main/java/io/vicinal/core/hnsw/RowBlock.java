package io.vicinal.core.hnsw;

import io.vicinal.core.distance.TileKernels;
import java.util.Arrays;

/**
 * Some rows, copied side by side, and their scores for one panel of queries after the other. One
 * thread.
 */
final class RowBlock {
  /** Floats of a block at most, where a tile has fewer: a second-level cache of 1 MiB. */
  private static final int FLOATS = 1 << 18;

  private static final int MOST_ROWS = 256;

  private final IndexVectors vectors;
  private final RankBounds bounds;
  private final TileKernels tiles;
  private final float[] centre;
  private final RowPlace place = new RowPlace();
  private final float[] copies;
  private final float[] biases;

  /** The ordinals of the rows, to be filled before {@link #load}. */
  final int[] rows;

  /** The sums of a tile, by row, then query. */
  final float[] sums;

  private int size;
  private double longest;

  /**
   * A block without rows.
   *
   * @param centre taken away from each row
   * @param share of a thread in all rows: a block has no more, so that each thread gets one
   */
  RowBlock(IndexVectors vectors, RankBounds bounds, float[] centre, int share) {
    this.vectors = vectors;
    this.bounds = bounds;
    this.tiles = vectors.metric().tiles();
    this.centre = centre;
    int room = room(vectors.width(), share);
    this.copies = new float[room * vectors.width()];
    this.biases = new float[room];
    this.rows = new int[room];
    this.sums = new float[room * tiles.panelQueries()];
  }

  private static int room(int width, int share) {
    int most = Math.min(Math.min(MOST_ROWS, FLOATS / width), share);
    return Math.max(1, most / TileKernels.TILE_ROWS) * TileKernels.TILE_ROWS;
  }

  /** Copies the first {@code count} of the {@link #rows}. */
  void load(int count) {
    int width = vectors.width();
    longest = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      vectors.locate(row, place);
      float squares = tiles.centre(place.array(), place.offset(), centre, copies, i * width, width);
      biases[i] = bounds.bias(squares);
      // NaN, of components that overflow, is passed on by max.
      longest = Math.max(longest, bounds.length(squares));
    }
    int end = roundedUp(count);
    Arrays.fill(copies, count * width, end * width, 0);
    size = count;
  }

  int size() {
    return size;
  }

  /** The length of the longest row at most, less the centre; may be no number. */
  double longest() {
    return longest;
  }

  /** What is to be added to the sums of a row to get its scores. */
  float bias(int index) {
    return biases[index];
  }

  /** Computes the {@link #sums} for a panel. */
  void compare(float[] panel) {
    int count = roundedUp(size);
    switch (vectors.metric().metric()) {
      case EUCLIDEAN, COSINE, DOT -> tiles.products(copies, count, panel, vectors.width(), sums);
      case MANHATTAN -> tiles.differences(copies, count, panel, vectors.width(), sums);
    }
  }

  private static int roundedUp(int count) {
    return (count + TileKernels.TILE_ROWS - 1) / TileKernels.TILE_ROWS * TileKernels.TILE_ROWS;
  }
}
