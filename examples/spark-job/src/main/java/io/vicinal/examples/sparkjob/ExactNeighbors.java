package io.vicinal.examples.sparkjob;

import java.util.Map;

/**
 * The truth that a join is compared with: the similarity of a query to every record, computed here
 * in double precision from the records' own vectors.
 */
final class ExactNeighbors {
  /** Two glosses with one text have one vector: neighbours that tie with the last one count. */
  private static final double TIE = 1e-6;

  private final Map<String, float[]> records;

  /** Compares with these records, by id. */
  ExactNeighbors(Map<String, float[]> records) {
    this.records = records;
  }

  /**
   * How many of the found records are among the {@code k} nearest.
   *
   * @param found ids that a search for {@code query} returned, each once
   */
  int hits(float[] query, Iterable<String> found, int k) {
    double[] similarities =
        records.values().stream().mapToDouble(vector -> cosine(query, vector)).sorted().toArray();
    double least = similarities[Math.max(0, similarities.length - k)];
    int hits = 0;
    for (String id : found) {
      float[] vector = records.get(id);
      if (vector != null && cosine(query, vector) >= least - TIE) {
        hits++;
      }
    }
    return hits;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(squaresA * squaresB);
  }
}
