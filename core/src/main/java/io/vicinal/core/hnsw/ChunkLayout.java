package io.vicinal.core.hnsw;

/**
 * Where row i of a table lies when its rows are spread over arrays of {@code 2^shift} rows each.
 *
 * <p>Chunks let a table grow without moving what readers see, and past the 2³¹ − 1 elements of an
 * array. Rows start at element {@value #ORIGIN} of a chunk: an array that the collector places at
 * the start of a region has a header of 16 bytes, so that its rows start on cache lines.
 *
 * @param width elements of a row
 * @param shift log2 of the rows of a chunk
 */
record ChunkLayout(int width, int shift) {
  static final int ORIGIN = 12;

  /** Elements of a chunk of a table of unknown size: 512 KiB. */
  private static final int SMALL_CHUNK = 1 << 17;

  /** Elements of a chunk at most: 64 MiB, an array that any collector can place. */
  private static final int LARGE_CHUNK = 1 << 24;

  /** A layout for a table that will probably have {@code expectedRows} rows; 0 if unknown. */
  static ChunkLayout of(int width, int expectedRows) {
    long wanted = Math.max(SMALL_CHUNK, (long) width * expectedRows);
    long rows = Math.max(1, Math.min(wanted, LARGE_CHUNK) / width);
    return new ChunkLayout(width, 63 - Long.numberOfLeadingZeros(rows));
  }

  /** The chunk of a row. */
  int chunk(int row) {
    return row >>> shift;
  }

  /** The first element of a row in its chunk. */
  int offset(int row) {
    return ORIGIN + (row & ((1 << shift) - 1)) * width;
  }

  /** Rows of a chunk. */
  int rows() {
    return 1 << shift;
  }

  /** The length of a chunk's array. */
  int chunkLength() {
    return ORIGIN + (width << shift);
  }

  /** Chunks that {@code rows} rows fill. */
  int chunks(int rows) {
    return (int) (((long) rows + (1L << shift) - 1) >>> shift);
  }
}
