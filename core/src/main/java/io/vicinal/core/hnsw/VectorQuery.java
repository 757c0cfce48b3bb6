package io.vicinal.core.hnsw;

/** A query whose ranks are computed from the vectors themselves. */
abstract class VectorQuery implements QueryRanks {
  /** Holds the vector. */
  float[] query = {};

  /** The first component of the vector. */
  int offset;

  /** Takes the vector at a place for the query; it is padded as rows are, and not copied. */
  final VectorQuery set(float[] vector, int at) {
    query = vector;
    offset = at;
    return this;
  }

  @Override
  public final float origin() {
    return 0;
  }
}
