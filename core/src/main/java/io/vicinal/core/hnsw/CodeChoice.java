package io.vicinal.core.hnsw;

import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.core.quantization.VectorCoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the codes of an index's vectors that its field wants, if searches on them find what
 * searches on vectors find, and better ones until they do. One thread, while nobody adds rows.
 */
final class CodeChoice {
  private static final Logger logger = LoggerFactory.getLogger(CodeChoice.class);

  /** Below that an exact scan is about as fast, and the axes are not worth training. */
  static final int LEAST_ROWS = 2000;

  private static final int FINE = 8;
  private static final int COARSE = 4;

  /** Training takes the square of the dimension in memory, and a multiple of that in time. */
  private static final int MOST_DIMENSION = Scheme.MAX_DIMENSION;

  /** Rows from which codes are trained. */
  private static final int SAMPLE = 4096;

  /** Rows that are searched for on trial, and how. */
  private static final int TRIALS = 64;

  private static final int K = 10;

  /** Of a search on codes that were not asked for; narrow ones lose most. */
  private static final int EF = 24;

  /** What a search on codes must find of what one on vectors finds. */
  private static final double LEAST_KEPT = 0.985;

  private final String field;
  private final Quantization wanted;
  private final VectorStorage vectors;
  private final HnswGraph graph;
  private final GraphWalk walk;
  private final Scratch.Pool scratches;

  CodeChoice(
      String field,
      Quantization wanted,
      VectorStorage vectors,
      HnswGraph graph,
      GraphWalk walk,
      Scratch.Pool scratches) {
    this.field = field;
    this.wanted = wanted;
    this.vectors = vectors;
    this.graph = graph;
    this.walk = walk;
    // Scratches keep the last codes that they saw alive, and most that are tried are refused.
    this.scratches = scratches.another();
  }

  /** The codes of all rows; null if there are none that pay. */
  @Nullable CodeStorage choose() {
    if (wanted.scheme() == Scheme.NONE
        || vectors.size() < LEAST_ROWS
        || vectors.dimension() > MOST_DIMENSION
        || !VectorCoder.supports(vectors.metric().metric())) {
      return null;
    }
    return wanted.scheme() == Scheme.AUTO ? tried() : asked();
  }

  /** Codes of the scheme that is asked for, or of a better one. */
  private @Nullable CodeStorage asked() {
    int ef = Math.max(K, graph.parameters().efSearch());
    for (Scheme scheme = wanted.scheme(); scheme != Scheme.NONE; scheme = better(scheme)) {
      CodeStorage codes = encoded(coder(scheme));
      double kept = kept(codes, ef);
      logger.debug("field '{}': codes {} keep {}", field, scheme, kept);
      if (kept >= LEAST_KEPT) {
        return codes;
      }
      logger.warn(
          "field '{}', {} vectors of dimension {}: searches on codes {} find {} of the neighbours"
              + " that searches on vectors find; expected {} or more. Falls back to {}",
          field,
          vectors.size(),
          vectors.dimension(),
          name(scheme),
          kept,
          LEAST_KEPT,
          name(better(scheme)));
    }
    return null;
  }

  /** Codes with which less is lost, in more memory; vectors in the end. */
  private static Scheme better(Scheme scheme) {
    return switch (scheme) {
      case RABITQ -> Scheme.SQ4;
      case SQ4, SQ7 -> Scheme.SQ8;
      case SQ8, AUTO, NONE -> Scheme.NONE;
    };
  }

  private VectorCoder coder(Scheme scheme) {
    Metric metric = vectors.metric().metric();
    int dimension = vectors.dimension();
    return switch (scheme) {
      case SQ8 -> VectorCoder.centred(metric, sample(), dimension, 8);
      case SQ7 -> VectorCoder.centred(metric, sample(), dimension, 7);
      case SQ4 -> VectorCoder.rotated(metric, sample(), dimension, 4, graph.seed());
      case RABITQ -> VectorCoder.rotated(metric, sample(), dimension, 1, graph.seed());
      case AUTO, NONE -> throw new IllegalStateException("codes of no scheme: " + scheme);
    };
  }

  private static String name(Scheme scheme) {
    return scheme.name().toLowerCase(Locale.ROOT);
  }

  /** Short codes first, and longer ones until they do. */
  private @Nullable CodeStorage tried() {
    int dimension = vectors.dimension();
    int most = VectorCoder.linesFor(FINE, dimension);
    double kept = 0;
    for (int lines = firstLines(dimension, most); lines <= most; lines = next(lines, most)) {
      CodeStorage codes = encoded(coder(lines));
      kept = kept(codes, EF);
      logger.debug("codes of {} lines for dimension {} keep {}", lines, dimension, kept);
      if (kept >= LEAST_KEPT) {
        return codes;
      }
    }
    logger.warn(
        "field '{}': {} vectors of dimension {} are searched without codes: with them {} of the"
            + " neighbours are found; expected {} or more",
        field,
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
  private VectorCoder coder(int lines) {
    int dimension = vectors.dimension();
    int bits = lines < VectorCoder.linesFor(FINE, dimension) ? COARSE : FINE;
    return VectorCoder.train(
        vectors.metric().metric(), sample(), dimension, bits, lines, graph.seed());
  }

  private CodeStorage encoded(VectorCoder coder) {
    CodeStorage codes = new CodeStorage(coder, vectors.size(), wanted.oversampling());
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

  private double kept(CodeStorage codes, int ef) {
    Scratch scratch = scratches.borrow();
    int hits = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      int row = vectors.spread(trial, TRIALS);
      VectorQuery vector = scratch.vectorQuery.set(vectors.chunk(row), vectors.offset(row));
      walk.search(vector, ef, scratch);
      long last = scratch.pool.sorted()[K - 1];
      CodedQuery coded = scratch.codedQuery(codes).set(vectors.chunk(row), vectors.offset(row));
      walk.search(coded, ef, scratch);
      CandidatePool nearest = scratch.rerank(vector, K, codes);
      for (int i = 0; i < K; i++) {
        // By the rank: of rows that are equally near any is a hit.
        hits += Candidates.rank(nearest.sorted()[i]) <= Candidates.rank(last) ? 1 : 0;
      }
    }
    scratches.giveBack(scratch);
    return hits / (double) (TRIALS * K);
  }
}
