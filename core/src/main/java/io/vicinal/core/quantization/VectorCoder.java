package io.vicinal.core.quantization;

import io.vicinal.api.Metric;
import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.Kernels;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;

/**
 * Codes vectors, and estimates from a code the rank of its vector for a query.
 *
 * <p>With x' = x − mean and P the projection on the principal axes, a rank is, but for a constant
 * of the query,
 *
 * <pre>
 * squared euclidean  |x'|² − 2 · q'·x'
 * inner product      −mean·x' − q'·x'
 * </pre>
 *
 * <p>The first term is stored, and {@code q'·x'} estimated by {@code Pq'·Px'}: what the projection
 * drops has little variance. {@code Px'} is {@code least + step · code} for each component, with
 * codes of 8 or 4 bits and a range for each vector; {@code Pq'} the same with 7 bits.
 *
 * <p>Immutable and thread-safe.
 */
public final class VectorCoder {
  private static final int MAX_QUERY_CODE = 127;

  private static final int BIAS = 0;
  private static final int LEAST = 1;
  private static final int STEP = 2;
  private static final int STEP_SUM = 3;

  private final AxisMatrix axes;
  private final CodeLayout layout;
  private final boolean euclidean;
  private final DistanceKernels kernels;
  private final int components;
  private final int[] places;

  /** {@link #origin} of a query at the mean. */
  private final float originOfMean;

  private VectorCoder(
      AxisMatrix axes, CodeLayout layout, int components, Metric metric, DistanceKernels kernels) {
    this.axes = axes;
    this.layout = layout;
    this.components = components;
    this.euclidean = metric == Metric.EUCLIDEAN;
    this.kernels = kernels;
    this.places = new int[components];
    for (int i = 0; i < components; i++) {
      places[i] = layout.place(i);
    }
    this.originOfMean = euclidean ? 0 : squaredLength(axes.mean()) - 1;
  }

  /**
   * Whether ranks of this metric can be estimated: manhattan distances do not survive a rotation.
   */
  public static boolean supports(Metric metric) {
    return metric != Metric.MANHATTAN;
  }

  /**
   * A coder for vectors like those of a sample.
   *
   * @param sample prepared vectors ({@link io.vicinal.core.distance.MetricDistance#prepare}), one
   *     after the other; changed
   * @param bits of a component, 8 or 4
   * @param lines cache lines of 64 bytes of a code; more than the dimension needs are not used
   */
  public static VectorCoder train(
      Metric metric, float[] sample, int dimension, int bits, int lines, long seed) {
    float[] mean = new float[dimension];
    int rows = sample.length / dimension;
    for (int i = 0; i < sample.length; i++) {
      mean[i % dimension] += sample[i] / rows;
    }
    for (int i = 0; i < sample.length; i++) {
      sample[i] -= mean[i % dimension];
    }
    CodeLayout needed = CodeLayout.forComponents(bits, dimension);
    CodeLayout layout = new CodeLayout(bits, Math.min(lines, needed.lines()));
    int components = Math.min(dimension, layout.components());
    float[] axes = PrincipalAxes.of(sample, dimension, components, seed);
    return new VectorCoder(
        AxisMatrix.of(mean, axes, components), layout, components, metric, Kernels.best());
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @param bits of a component, 8 or 4
   * @param components how many are coded
   */
  public static VectorCoder read(
      ChecksummedInput input, Metric metric, int dimension, int bits, int components) {
    AxisMatrix axes = AxisMatrix.read(input, dimension, components);
    CodeLayout layout = CodeLayout.forComponents(bits, components);
    return new VectorCoder(axes, layout, components, metric, Kernels.best());
  }

  /** Writes mean and axes; the rest of what {@link #read} needs is the caller's to write. */
  public void writeTo(ChecksummedOutput output) {
    axes.writeTo(output);
  }

  /** Bytes that {@link #writeTo} writes for that many components. */
  public static long length(int dimension, int components) {
    return (dimension + AxisMatrix.ints(dimension, components)) * Integer.BYTES;
  }

  /** Cache lines of a code of that many components. */
  public static int linesFor(int bits, int components) {
    return CodeLayout.forComponents(bits, components).lines();
  }

  /** Ints of a code. */
  public int codeInts() {
    return layout.ints();
  }

  /** Bits of a component's code. */
  public int bits() {
    return layout.bits();
  }

  /** Cache lines of a code. */
  public int lines() {
    return layout.lines();
  }

  /** Components that are coded. */
  public int components() {
    return components;
  }

  /** Room for a query. */
  public QueryCode newQuery() {
    return new QueryCode(axes.dimension(), axes.width(), layout.places());
  }

  /**
   * Codes a prepared vector.
   *
   * @param workspace is overwritten
   * @param into receives {@link #codeInts} ints
   */
  public void encode(float[] vector, int offset, QueryCode workspace, int[] into, int at) {
    axes.project(vector, offset, workspace.centred, workspace.projected, kernels);
    float[] projected = workspace.projected;
    float least = least(projected);
    float step = step(least, greatest(projected), layout.greatest());
    for (int i = 0; i < layout.ints(); i++) {
      into[at + i] = 0;
    }
    int sum = 0;
    for (int i = 0; i < components; i++) {
      int code = code(projected[i], least, step, layout.greatest());
      sum += code;
      into[at + layout.index(places[i])] |= code << layout.shift(places[i]);
    }
    int floats = at + layout.floats();
    into[floats + BIAS] = Float.floatToRawIntBits(bias(workspace.centred));
    into[floats + LEAST] = Float.floatToRawIntBits(least);
    into[floats + STEP] = Float.floatToRawIntBits(step);
    into[floats + STEP_SUM] = Float.floatToRawIntBits(step * sum);
  }

  /** Prepares a query for {@link #rank}. */
  public void code(float[] query, int offset, QueryCode into) {
    axes.project(query, offset, into.centred, into.projected, kernels);
    float[] projected = into.projected;
    float least = least(projected);
    float step = step(least, greatest(projected), MAX_QUERY_CODE);
    float inverse = 1 / step;
    int sum = 0;
    for (int i = 0; i < components; i++) {
      int code = (int) ((projected[i] - least) * inverse + 0.5f);
      sum += code;
      into.codes[places[i]] = (short) code;
    }
    into.origin = origin(into.centred);
    into.least = least;
    into.step = step;
    into.sum = least * components + step * sum;
  }

  /** About the rank of a coded vector for a query, less what is the same for every vector. */
  public float rank(QueryCode query, int[] codes, int at) {
    int floats = at + layout.floats();
    int products =
        layout.bits() == 8
            ? kernels.dotBytes(codes, at, query.codes, layout.ints())
            : kernels.dotNibbles(codes, at, query.codes, layout.ints());
    float inner =
        Float.intBitsToFloat(codes[floats + LEAST]) * query.sum
            + query.least * Float.intBitsToFloat(codes[floats + STEP_SUM])
            + query.step * Float.intBitsToFloat(codes[floats + STEP]) * products;
    return Float.intBitsToFloat(codes[floats + BIAS]) - (euclidean ? 2 * inner : inner);
  }

  /**
   * What is estimated for a row at distance 0: minus what ranks lack, being the same for every row.
   * That is |q'|² if euclidean, and 1 − mean·q for vectors of length 1.
   */
  private float origin(float[] centred) {
    return originOfMean - bias(centred);
  }

  private float bias(float[] centred) {
    double sum = 0;
    float[] mean = axes.mean();
    for (int i = 0; i < centred.length; i++) {
      sum += euclidean ? (double) centred[i] * centred[i] : -(double) mean[i] * centred[i];
    }
    return (float) sum;
  }

  private static float squaredLength(float[] vector) {
    double sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    return (float) sum;
  }

  private float least(float[] projected) {
    float least = projected[0];
    for (int i = 1; i < components; i++) {
      least = Math.min(least, projected[i]);
    }
    return least;
  }

  private float greatest(float[] projected) {
    float greatest = projected[0];
    for (int i = 1; i < components; i++) {
      greatest = Math.max(greatest, projected[i]);
    }
    return greatest;
  }

  private static float step(float least, float greatest, int codes) {
    float step = (greatest - least) / codes;
    return step > 0 ? step : 1;
  }

  private static int code(float value, float least, float step, int greatest) {
    return Math.min(greatest, Math.round((value - least) / step));
  }
}
