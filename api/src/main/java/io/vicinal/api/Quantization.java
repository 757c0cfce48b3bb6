package io.vicinal.api;

/**
 * What a search of a vector field walks on: short codes of the vectors, from which distances are
 * estimated, or the vectors themselves. Distances that are returned are those of the vectors in any
 * case.
 *
 * <p>Sealed segments of 2,000 records and more have codes. Where a search on codes of the scheme
 * finds too little of what a search on vectors finds, which is tried on some of the records, the
 * segment gets better codes or none, with a warning in the log.
 *
 * @param scheme how vectors are coded
 * @param oversampling at most so many times k candidates are compared by their vectors in the end,
 *     or 64 if that is more; 1..1,000. Fewer are, where the estimates leave no doubt
 */
public record Quantization(Scheme scheme, double oversampling) {
  /** The oversampling of a field that names none. */
  public static final double DEFAULT_OVERSAMPLING = 10;

  /** Codes are chosen by trial. */
  public static final Quantization AUTO = of(Scheme.AUTO);

  private static final double MAX_OVERSAMPLING = 1_000;

  /** Refuses an oversampling outside its range. */
  public Quantization {
    if (!(oversampling >= 1 && oversampling <= MAX_OVERSAMPLING)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "oversampling is " + oversampling + "; expected 1..1000");
    }
  }

  /** A scheme with the default oversampling. */
  public static Quantization of(Scheme scheme) {
    return new Quantization(scheme, DEFAULT_OVERSAMPLING);
  }

  /** How vectors are coded. */
  public enum Scheme {
    /** Not at all. */
    NONE,
    /** 4 or 8 bits for each of the leading principal axes; which and how many is tried. */
    AUTO,
    /** 8 bits for each component. */
    SQ8,
    /** 7 bits for each component, in the memory of 8. */
    SQ7,
    /** 4 bits for each component of the vector rotated at random. */
    SQ4,
    /** 1 bit for each component of the vector rotated at random (arXiv 2405.12497). */
    RABITQ;

    /** The largest dimension that is coded. */
    public static final int MAX_DIMENSION = 4_096;

    /** Whether vectors of such a field can be coded so; auto leaves them as they are if not. */
    boolean suits(Metric metric, int dimension) {
      return this == NONE
          || this == AUTO
          || (metric != Metric.MANHATTAN && dimension <= MAX_DIMENSION);
    }
  }
}
