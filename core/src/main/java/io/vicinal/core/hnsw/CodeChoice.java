package io.vicinal.core.hnsw;

import io.vicinal.core.quantization.VectorCoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses codes for the vectors of an index: short ones first, and longer ones until searches on
 * codes find what searches on vectors find. One thread, while nobody adds rows.
 */
final class CodeChoice {
  private static final Logger logger = LoggerFactory.getLogger(CodeChoice.class);

  /** Below that an exact scan is about as fast, and the axes are not worth training. */
  static final int LEAST_ROWS = 2000;

  private static final int FINE = 8;
  private static final int COARSE = 4;

  /** Training takes the square of the dimension in memory, and a multiple of that in time. */
  private static final int MOST_DIMENSION = 4096;

  /** Rows from which codes are trained. */
  private static final int SAMPLE = 4096;

  /** Rows that are searched for on trial, and how. */
  private static final int TRIALS = 64;

  private static final int K = 10;
  private static final int EF = 24;

  /** What a search on codes must find of what one on vectors finds. */
  private static final double LEAST_KEPT = 0.985;

  private final VectorStorage vectors;
  private final HnswGraph graph;
  private final GraphWalk walk;
  private final Scratch.Pool scratches;

  CodeChoice(VectorStorage vectors, HnswGraph graph, GraphWalk walk, Scratch.Pool scratches) {
    this.vectors = vectors;
    this.graph = graph;
    this.walk = walk;
    this.scratches = scratches;
  }

  /** The codes of all rows; null if there are none that pay. */
  @Nullable CodeStorage choose() {
    int dimension = vectors.dimension();
    if (vectors.size() < LEAST_ROWS
        || dimension > MOST_DIMENSION
        || !VectorCoder.supports(vectors.metric().metric())) {
      return null;
    }
    int most = VectorCoder.linesFor(FINE, dimension);
    double kept = 0;
    for (int lines = firstLines(dimension, most); lines <= most; lines = next(lines, most)) {
      CodeStorage codes = encoded(lines);
      kept = kept(codes);
      logger.debug("codes of {} lines for dimension {} keep {}", lines, dimension, kept);
      if (kept >= LEAST_KEPT) {
        return codes;
      }
    }
    logger.warn(
        "{} vectors of dimension {} are searched without codes: with them {} of the neighbours are"
            + " found; expected {} or more",
        vectors.size(),
        dimension,
        kept,
        LEAST_KEPT);
    return null;
  }

  /**
   * Cache lines of the first codes to try. The more components a vector has, the fewer of its
   * principal axes matter: measured on images, texts and local features, d = 50 to 1536.
   */
  private static int firstLines(int dimension, int most) {
    return Math.min(most, (int) Math.ceil(Math.sqrt(dimension) / 10));
  }

  /** Twice as many, but all components at the end. */
  private static int next(int lines, int most) {
    return lines == most ? most + 1 : Math.min(most, 2 * lines);
  }

  /** Codes of 8 bits where all components fit, otherwise more components of 4 bits. */
  private CodeStorage encoded(int lines) {
    int dimension = vectors.dimension();
    int bits = lines < VectorCoder.linesFor(FINE, dimension) ? COARSE : FINE;
    VectorCoder coder =
        VectorCoder.train(
            vectors.metric().metric(), sample(), dimension, bits, lines, graph.seed());
    CodeStorage codes = new CodeStorage(coder, vectors.size());
    Scratch scratch = scratches.borrow();
    for (int row = 0; row < vectors.size(); row++) {
      codes.set(vectors, row, scratch);
    }
    scratches.giveBack(scratch);
    return codes;
  }

  /** Vectors of rows all over the index, one after the other. */
  private float[] sample() {
    int rows = Math.min(vectors.size(), SAMPLE);
    int dimension = vectors.dimension();
    float[] sample = new float[rows * dimension];
    for (int i = 0; i < rows; i++) {
      int row = vectors.spread(i, rows);
      System.arraycopy(vectors.chunk(row), vectors.offset(row), sample, i * dimension, dimension);
    }
    return sample;
  }

  private double kept(CodeStorage codes) {
    Scratch scratch = scratches.borrow();
    int hits = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      int row = vectors.spread(trial, TRIALS);
      VectorQuery vector = scratch.vectorQuery.set(vectors.chunk(row), vectors.offset(row));
      walk.search(vector, EF, scratch);
      long last = scratch.pool.sorted()[K - 1];
      CodedQuery coded = scratch.codedQuery(codes).set(vectors.chunk(row), vectors.offset(row));
      walk.search(coded, EF, scratch);
      CandidatePool nearest = scratch.rerank(vector, K);
      for (int i = 0; i < K; i++) {
        // By the rank: of rows that are equally near any is a hit.
        hits += Candidates.rank(nearest.sorted()[i]) <= Candidates.rank(last) ? 1 : 0;
      }
    }
    scratches.giveBack(scratch);
    return hits / (double) (TRIALS * K);
  }
}
