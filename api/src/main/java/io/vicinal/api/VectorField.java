package io.vicinal.api;

import java.util.Locale;
import java.util.Optional;

/**
 * A named vector field of a collection. Every record has a vector in every vector field.
 *
 * @param name letters, digits and underscores, starting with a letter
 * @param dimension number of components, 1..{@value #MAX_DIMENSION}
 * @param metric how distances are computed
 * @param hnsw parameters of the field's index
 * @param quantization what a search walks on; under {@link Metric#MANHATTAN} and above dimension
 *     {@value Quantization.Scheme#MAX_DIMENSION} none or auto, which is none there
 * @param storage where searches of sealed segments find the vectors
 * @param recallTarget the share of the true neighbours that a search finds which does not say how
 *     hard it tries; if empty, such a search is as wide as the parameters' efSearch
 */
public record VectorField(
    String name,
    int dimension,
    Metric metric,
    HnswParameters hnsw,
    Quantization quantization,
    Storage storage,
    Optional<SearchEffort.RecallTarget> recallTarget) {
  /** The largest dimension. */
  public static final int MAX_DIMENSION = 65_536;

  /** Refuses illegal names and dimensions, and codes that the field cannot have. */
  public VectorField {
    Names.checkField(name);
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "vector field '"
              + name
              + "' has dimension "
              + dimension
              + "; expected 1.."
              + MAX_DIMENSION);
    }
    if (!quantization.scheme().suits(metric, dimension)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "vector field '"
              + name
              + "' has quantization "
              + lower(quantization.scheme())
              + " under "
              + lower(metric)
              + " at dimension "
              + dimension
              + "; expected none or auto under manhattan and above dimension "
              + Quantization.Scheme.MAX_DIMENSION);
    }
  }

  /** A field whose codes are chosen by trial, and whose vectors are in memory. */
  public VectorField(String name, int dimension, Metric metric, HnswParameters hnsw) {
    this(name, dimension, metric, hnsw, Quantization.AUTO, Storage.MEMORY, Optional.empty());
  }

  /** A field with the default HNSW parameters. */
  public static VectorField of(String name, int dimension, Metric metric) {
    return new VectorField(name, dimension, metric, HnswParameters.DEFAULT);
  }

  /** This field with the given quantization. */
  public VectorField with(Quantization other) {
    return new VectorField(name, dimension, metric, hnsw, other, storage, recallTarget);
  }

  /** This field with the given storage. */
  public VectorField with(Storage other) {
    return new VectorField(name, dimension, metric, hnsw, quantization, other, recallTarget);
  }

  /**
   * This field with that target for searches that do not say how hard they try.
   *
   * @param recall see {@link SearchEffort.RecallTarget}
   */
  public VectorField withRecallTarget(double recall) {
    return new VectorField(
        name,
        dimension,
        metric,
        hnsw,
        quantization,
        storage,
        Optional.of(new SearchEffort.RecallTarget(recall)));
  }

  /** How hard a search tries that does not say it itself. */
  public SearchEffort effort() {
    return recallTarget.isPresent() ? recallTarget.get() : new SearchEffort.Width(hnsw.efSearch());
  }

  /**
   * Refuses a vector that this field cannot hold: one of another dimension, with NaN or infinite
   * components, or the zero vector under {@link Metric#COSINE}.
   *
   * @param owner what the vector belongs to, for the message, as in "record 42" or "query"
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}
   */
  public void check(DenseVector vector, String owner) {
    checkDimension(vector.dimension(), owner);
    check(vector.toArray(), 0, owner);
  }

  /** As {@link #check(DenseVector, String)}, for the components at {@code offset} of an array. */
  public void check(float[] components, int offset, String owner) {
    boolean zero = true;
    for (int i = 0; i < dimension; i++) {
      float component = components[offset + i];
      if (!Float.isFinite(component)) {
        throw new VicinalException(
            ErrorCode.INVALID_VECTOR,
            place(owner) + "component " + i + " is " + component + "; expected a finite number");
      }
      zero &= component == 0;
    }
    if (zero && metric == Metric.COSINE) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          place(owner)
              + "the zero vector has no direction; expected a non-zero vector under cosine");
    }
  }

  /** Refuses a vector of another dimension; see {@link #check(DenseVector, String)}. */
  public void checkDimension(int found, String owner) {
    if (found != dimension) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          place(owner) + "dimension " + found + "; expected " + dimension);
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private String place(String owner) {
    return owner + ", vector field '" + name + "': ";
  }
}
