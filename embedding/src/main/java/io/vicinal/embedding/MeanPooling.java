package io.vicinal.embedding;

/** From the hidden state of each token to one vector of a text. */
final class MeanPooling {
  private MeanPooling() {}

  /**
   * The mean of {@code tokens} hidden states, scaled to length one.
   *
   * @param hidden states one after the other, {@code dimension} components each
   * @param start index of the first component of the first state
   */
  static float[] unitMean(float[] hidden, int start, int tokens, int dimension) {
    float[] mean = new float[dimension];
    for (int token = 0; token < tokens; token++) {
      int offset = start + token * dimension;
      for (int i = 0; i < dimension; i++) {
        mean[i] += hidden[offset + i];
      }
    }
    // Scaling to length one makes the division by the number of tokens superfluous.
    scale(mean, 1 / norm(mean));
    return mean;
  }

  private static double norm(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  private static void scale(float[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * factor);
    }
  }
}
