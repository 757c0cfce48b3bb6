package io.vicinal.core.hnsw;

/** A query whose ranks are computed from the vectors themselves. */
final class VectorQuery implements QueryRanks {
  private final VectorStorage vectors;
  private float[] query = {};
  private int offset;

  VectorQuery(VectorStorage vectors) {
    this.vectors = vectors;
  }

  /** Takes the vector at a place for the query; it is padded as rows are, and not copied. */
  VectorQuery set(float[] vector, int at) {
    query = vector;
    offset = at;
    return this;
  }

  @Override
  public float origin() {
    return 0;
  }

  @Override
  public float rank(int row) {
    return vectors.rank(query, offset, row);
  }

  @Override
  public void ranks(int[] rows, int count, float[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = vectors.rank(query, offset, rows[i]);
    }
  }
}
