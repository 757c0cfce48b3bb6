package io.vicinal.core.quantization;

/**
 * A query as {@link VectorCoder} compares it with codes. For one thread; used again for the next
 * query.
 */
public final class QueryCode {
  final float[] centred;
  final float[] projected;

  /** Codes of the components by their places, 0..127. */
  final short[] codes;

  /** Component i is about {@code least + step · code}. */
  float least;

  float step;

  /** The sum of the components, as they are coded. */
  float sum;

  /** The estimated rank of a vector at distance 0. */
  float origin;

  QueryCode(int dimension, int width, int places) {
    this.centred = new float[dimension];
    this.projected = new float[width];
    this.codes = new short[places];
  }

  /** What an estimated rank is for a vector at distance 0. */
  public float origin() {
    return origin;
  }
}
