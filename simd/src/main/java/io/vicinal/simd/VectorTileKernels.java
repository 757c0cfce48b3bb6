package io.vicinal.simd;

import io.vicinal.core.distance.TileKernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles over the widest vectors of the processor.
 *
 * <p>Implementation notes: a tile of 8 rows by two vectors of queries is 16 sums, two loads and a
 * broadcast, which fit in 32 registers; processors with vectors of 256 bits mostly have 16, and get
 * half the rows at a time. The panel is worked through in slices that stay in the first-level cache
 * while all rows of the block pass by, so that a tile is loaded and stored once a slice.
 *
 * <p>For the compiler of Java 17 the same holds as in {@link VectorKernels}; and a kernel is not
 * unrolled by hand: what exceeds the limits of inlining is ten times slower.
 */
final class VectorTileKernels implements TileKernels {
  private static final VectorSpecies<Float> SPECIES =
      // A row is a multiple of 16 components.
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int QUERIES = 2 * LANES;
  private static final boolean FEW_REGISTERS = SPECIES.vectorBitSize() == 256;

  /** Components of a slice at most: 20 KiB of a panel, beside which a small cache has room. */
  private static final int SLICE = 5120 / QUERIES;

  /** What the kernels work on. */
  private static final class Block {
    final float[] rows;
    final int width;
    final float[] panel;
    final float[] sums;

    Block(float[] rows, int width, float[] panel, float[] sums) {
      this.rows = rows;
      this.width = width;
      this.panel = panel;
      this.sums = sums;
    }
  }

  @Override
  public int panelQueries() {
    return QUERIES;
  }

  @Override
  public void products(float[] rows, int count, float[] panel, int width, float[] sums) {
    Block block = new Block(rows, width, panel, sums);
    Arrays.fill(sums, 0, count * QUERIES, 0);
    int slice = slice(width);
    for (int from = 0; from < width; from += slice) {
      int to = Math.min(width, from + slice);
      for (int row = 0; row < count; row += TILE_ROWS) {
        if (FEW_REGISTERS) {
          products4(block, row, from, to);
          products4(block, row + 4, from, to);
        } else {
          products8(block, row, from, to);
        }
      }
    }
  }

  /** Components of each slice of a panel, so that all have about as many. */
  private static int slice(int width) {
    int slices = (width + SLICE - 1) / SLICE;
    return (width + slices - 1) / slices;
  }

  private static void products8(Block block, int row, int from, int to) {
    float[] x = block.rows;
    float[] q = block.panel;
    float[] s = block.sums;
    int at = row * QUERIES;
    FloatVector a0 = vector(s, at);
    FloatVector b0 = vector(s, at + LANES);
    FloatVector a1 = vector(s, at + QUERIES);
    FloatVector b1 = vector(s, at + QUERIES + LANES);
    FloatVector a2 = vector(s, at + 2 * QUERIES);
    FloatVector b2 = vector(s, at + 2 * QUERIES + LANES);
    FloatVector a3 = vector(s, at + 3 * QUERIES);
    FloatVector b3 = vector(s, at + 3 * QUERIES + LANES);
    FloatVector a4 = vector(s, at + 4 * QUERIES);
    FloatVector b4 = vector(s, at + 4 * QUERIES + LANES);
    FloatVector a5 = vector(s, at + 5 * QUERIES);
    FloatVector b5 = vector(s, at + 5 * QUERIES + LANES);
    FloatVector a6 = vector(s, at + 6 * QUERIES);
    FloatVector b6 = vector(s, at + 6 * QUERIES + LANES);
    FloatVector a7 = vector(s, at + 7 * QUERIES);
    FloatVector b7 = vector(s, at + 7 * QUERIES + LANES);
    int width = block.width;
    int x0 = row * width;
    int x1 = x0 + width;
    int x2 = x1 + width;
    int x3 = x2 + width;
    int x4 = x3 + width;
    int x5 = x4 + width;
    int x6 = x5 + width;
    int x7 = x6 + width;
    for (int i = from; i < to; i++) {
      FloatVector u = vector(q, i * QUERIES);
      FloatVector v = vector(q, i * QUERIES + LANES);
      FloatVector t = all(x, x0 + i);
      a0 = t.fma(u, a0);
      b0 = t.fma(v, b0);
      t = all(x, x1 + i);
      a1 = t.fma(u, a1);
      b1 = t.fma(v, b1);
      t = all(x, x2 + i);
      a2 = t.fma(u, a2);
      b2 = t.fma(v, b2);
      t = all(x, x3 + i);
      a3 = t.fma(u, a3);
      b3 = t.fma(v, b3);
      t = all(x, x4 + i);
      a4 = t.fma(u, a4);
      b4 = t.fma(v, b4);
      t = all(x, x5 + i);
      a5 = t.fma(u, a5);
      b5 = t.fma(v, b5);
      t = all(x, x6 + i);
      a6 = t.fma(u, a6);
      b6 = t.fma(v, b6);
      t = all(x, x7 + i);
      a7 = t.fma(u, a7);
      b7 = t.fma(v, b7);
    }
    a0.intoArray(s, at);
    b0.intoArray(s, at + LANES);
    a1.intoArray(s, at + QUERIES);
    b1.intoArray(s, at + QUERIES + LANES);
    a2.intoArray(s, at + 2 * QUERIES);
    b2.intoArray(s, at + 2 * QUERIES + LANES);
    a3.intoArray(s, at + 3 * QUERIES);
    b3.intoArray(s, at + 3 * QUERIES + LANES);
    a4.intoArray(s, at + 4 * QUERIES);
    b4.intoArray(s, at + 4 * QUERIES + LANES);
    a5.intoArray(s, at + 5 * QUERIES);
    b5.intoArray(s, at + 5 * QUERIES + LANES);
    a6.intoArray(s, at + 6 * QUERIES);
    b6.intoArray(s, at + 6 * QUERIES + LANES);
    a7.intoArray(s, at + 7 * QUERIES);
    b7.intoArray(s, at + 7 * QUERIES + LANES);
  }

  private static void products4(Block block, int row, int from, int to) {
    float[] x = block.rows;
    float[] q = block.panel;
    float[] s = block.sums;
    int at = row * QUERIES;
    FloatVector a0 = vector(s, at);
    FloatVector b0 = vector(s, at + LANES);
    FloatVector a1 = vector(s, at + QUERIES);
    FloatVector b1 = vector(s, at + QUERIES + LANES);
    FloatVector a2 = vector(s, at + 2 * QUERIES);
    FloatVector b2 = vector(s, at + 2 * QUERIES + LANES);
    FloatVector a3 = vector(s, at + 3 * QUERIES);
    FloatVector b3 = vector(s, at + 3 * QUERIES + LANES);
    int x0 = row * block.width;
    int x1 = x0 + block.width;
    int x2 = x1 + block.width;
    int x3 = x2 + block.width;
    for (int i = from; i < to; i++) {
      FloatVector u = vector(q, i * QUERIES);
      FloatVector v = vector(q, i * QUERIES + LANES);
      FloatVector t = all(x, x0 + i);
      a0 = t.fma(u, a0);
      b0 = t.fma(v, b0);
      t = all(x, x1 + i);
      a1 = t.fma(u, a1);
      b1 = t.fma(v, b1);
      t = all(x, x2 + i);
      a2 = t.fma(u, a2);
      b2 = t.fma(v, b2);
      t = all(x, x3 + i);
      a3 = t.fma(u, a3);
      b3 = t.fma(v, b3);
    }
    a0.intoArray(s, at);
    b0.intoArray(s, at + LANES);
    a1.intoArray(s, at + QUERIES);
    b1.intoArray(s, at + QUERIES + LANES);
    a2.intoArray(s, at + 2 * QUERIES);
    b2.intoArray(s, at + 2 * QUERIES + LANES);
    a3.intoArray(s, at + 3 * QUERIES);
    b3.intoArray(s, at + 3 * QUERIES + LANES);
  }

  @Override
  public void differences(float[] rows, int count, float[] panel, int width, float[] sums) {
    Block block = new Block(rows, width, panel, sums);
    Arrays.fill(sums, 0, count * QUERIES, 0);
    int slice = slice(width);
    for (int from = 0; from < width; from += slice) {
      int to = Math.min(width, from + slice);
      for (int row = 0; row < count; row += 4) {
        differences4(block, row, from, to);
      }
    }
  }

  /** Four rows for every processor: a difference takes a register more than a product. */
  private static void differences4(Block block, int row, int from, int to) {
    float[] x = block.rows;
    float[] q = block.panel;
    float[] s = block.sums;
    int at = row * QUERIES;
    FloatVector a0 = vector(s, at);
    FloatVector b0 = vector(s, at + LANES);
    FloatVector a1 = vector(s, at + QUERIES);
    FloatVector b1 = vector(s, at + QUERIES + LANES);
    FloatVector a2 = vector(s, at + 2 * QUERIES);
    FloatVector b2 = vector(s, at + 2 * QUERIES + LANES);
    FloatVector a3 = vector(s, at + 3 * QUERIES);
    FloatVector b3 = vector(s, at + 3 * QUERIES + LANES);
    int x0 = row * block.width;
    int x1 = x0 + block.width;
    int x2 = x1 + block.width;
    int x3 = x2 + block.width;
    for (int i = from; i < to; i++) {
      FloatVector u = vector(q, i * QUERIES);
      FloatVector v = vector(q, i * QUERIES + LANES);
      FloatVector t = all(x, x0 + i);
      a0 = a0.sub(t.sub(u).abs());
      b0 = b0.sub(t.sub(v).abs());
      t = all(x, x1 + i);
      a1 = a1.sub(t.sub(u).abs());
      b1 = b1.sub(t.sub(v).abs());
      t = all(x, x2 + i);
      a2 = a2.sub(t.sub(u).abs());
      b2 = b2.sub(t.sub(v).abs());
      t = all(x, x3 + i);
      a3 = a3.sub(t.sub(u).abs());
      b3 = b3.sub(t.sub(v).abs());
    }
    a0.intoArray(s, at);
    b0.intoArray(s, at + LANES);
    a1.intoArray(s, at + QUERIES);
    b1.intoArray(s, at + QUERIES + LANES);
    a2.intoArray(s, at + 2 * QUERIES);
    b2.intoArray(s, at + 2 * QUERIES + LANES);
    a3.intoArray(s, at + 3 * QUERIES);
    b3.intoArray(s, at + 3 * QUERIES + LANES);
  }

  @Override
  public float centre(float[] from, int at, float[] centre, float[] into, int intoAt, int width) {
    FloatVector squares = FloatVector.zero(SPECIES);
    for (int i = 0; i < width; i += LANES) {
      FloatVector x = vector(from, at + i).sub(vector(centre, i));
      x.intoArray(into, intoAt + i);
      squares = x.fma(x, squares);
    }
    return squares.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public boolean reaches(float[] sums, int row, float bias, float[] limits) {
    int at = row * QUERIES;
    FloatVector a = vector(sums, at).add(bias);
    FloatVector b = vector(sums, at + LANES).add(bias);
    return a.compare(VectorOperators.GE, vector(limits, 0))
        .or(b.compare(VectorOperators.GE, vector(limits, LANES)))
        .anyTrue();
  }

  private static FloatVector vector(float[] array, int index) {
    return FloatVector.fromArray(SPECIES, array, index);
  }

  private static FloatVector all(float[] array, int index) {
    return FloatVector.broadcast(SPECIES, array[index]);
  }
}
