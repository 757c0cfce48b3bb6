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
 * drops has little variance; a rotation drops nothing. {@code Px'} is {@code least + step · code}
 * for each component, with codes of 8, 7 or 4 bits and a range for each vector; {@code Pq'} the
 * same with 7 bits.
 *
 * <p>Codes of one bit are those of RaBitQ (Gao and Long, arXiv 2405.12497): a component is taken
 * for {@code ±c} by its sign, where {@code c = |Px'|² / Σ|Px'_i|} makes the estimate of {@code
 * Pq'·Px'} right on average over rotations.
 *
 * <p>Immutable and thread-safe.
 */
public final class VectorCoder {
  private static final int MAX_QUERY_CODE = 127;

  private static final int BIAS = 0;
  private static final int LEAST = 1;
  private static final int STEP = 2;
  private static final int STEP_SUM = 3;

  private final Projection projection;
  private final CodeLayout layout;
  private final int bits;
  private final int greatest;
  private final boolean euclidean;
  private final DistanceKernels kernels;
  private final int components;
  private final int[] places;

  /** {@link #origin} of a query at the mean. */
  private final float originOfMean;

  private VectorCoder(Projection projection, int bits, int components, Metric metric) {
    this.projection = projection;
    this.layout = CodeLayout.forComponents(placeBits(bits), components);
    this.bits = bits;
    this.greatest = (1 << bits) - 1;
    this.components = components;
    this.euclidean = metric == Metric.EUCLIDEAN;
    this.kernels = Kernels.best();
    this.places = new int[components];
    for (int i = 0; i < components; i++) {
      places[i] = layout.place(i);
    }
    this.originOfMean = euclidean ? 0 : squaredLength(projection.mean()) - 1;
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
    float[] mean = mean(sample, dimension);
    for (int i = 0; i < sample.length; i++) {
      sample[i] -= mean[i % dimension];
    }
    CodeLayout needed = CodeLayout.forComponents(bits, dimension);
    CodeLayout layout = new CodeLayout(bits, Math.min(lines, needed.lines()));
    int components = Math.min(dimension, layout.components());
    float[] axes = PrincipalAxes.of(sample, dimension, components, seed);
    return new VectorCoder(AxisMatrix.of(mean, axes, components), bits, components, metric);
  }

  /**
   * A coder for all components of vectors like those of a sample.
   *
   * @param sample as for {@link #train}; not changed
   * @param bits of a component, 8 or 7
   */
  public static VectorCoder centred(Metric metric, float[] sample, int dimension, int bits) {
    return new VectorCoder(new Centring(mean(sample, dimension)), bits, dimension, metric);
  }

  /**
   * A coder for all components of vectors that are rotated at random.
   *
   * @param sample as for {@link #train}; not changed
   * @param bits of a component, 4 or 1
   */
  public static VectorCoder rotated(
      Metric metric, float[] sample, int dimension, int bits, long seed) {
    return new VectorCoder(new Rotation(mean(sample, dimension), seed), bits, dimension, metric);
  }

  private static float[] mean(float[] sample, int dimension) {
    float[] mean = new float[dimension];
    int rows = sample.length / dimension;
    for (int i = 0; i < sample.length; i++) {
      mean[i % dimension] += sample[i] / rows;
    }
    return mean;
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @param shape what was written beside
   */
  public static VectorCoder read(
      ChecksummedInput input, Metric metric, int dimension, CodeShape shape) {
    Projection projection = shape.kind().read(input, dimension, shape.components());
    return new VectorCoder(projection, shape.bits(), shape.components(), metric);
  }

  /** Writes the projection; the {@link #shape} is the caller's to write. */
  public void writeTo(ChecksummedOutput output) {
    projection.writeTo(output);
  }

  /** What {@link #read} needs to know. */
  public CodeShape shape() {
    return new CodeShape(projection.kind(), components, bits);
  }

  /** Cache lines of a code of that many components. */
  public static int linesFor(int bits, int components) {
    return CodeLayout.forComponents(placeBits(bits), components).lines();
  }

  /** Codes of 7 bits have places of 8. */
  private static int placeBits(int bits) {
    return bits == 7 ? 8 : bits;
  }

  /** Memory of the projection, which is most of a coder. */
  public long memoryBytes() {
    return shape().length(projection.mean().length);
  }

  /** Ints of a code. */
  public int codeInts() {
    return layout.ints();
  }

  /** Bits of a component's code. */
  public int bits() {
    return bits;
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
    return new QueryCode(projection.mean().length, projection.width(), layout.places());
  }

  /**
   * Codes a prepared vector.
   *
   * @param workspace is overwritten
   * @param into receives {@link #codeInts} ints
   */
  public void encode(float[] vector, int offset, QueryCode workspace, int[] into, int at) {
    projection.project(vector, offset, workspace.centred, workspace.projected, kernels);
    float[] projected = workspace.projected;
    float least = bits == 1 ? -magnitude(projected) : least(projected);
    float step = step(least, bits == 1 ? -least : greatest(projected), greatest);
    for (int i = 0; i < layout.ints(); i++) {
      into[at + i] = 0;
    }
    int sum = 0;
    for (int i = 0; i < components; i++) {
      int code = code(projected[i], least, step, greatest);
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
    projection.project(query, offset, into.centred, into.projected, kernels);
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
    int products = products(codes, at, query.codes);
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

  private int products(int[] codes, int at, short[] query) {
    return switch (bits) {
      case 1 -> kernels.dotBits(codes, at, query, layout.ints());
      case 4 -> kernels.dotNibbles(codes, at, query, layout.ints());
      default -> kernels.dotBytes(codes, at, query, layout.ints());
    };
  }

  private float bias(float[] centred) {
    double sum = 0;
    float[] mean = projection.mean();
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

  /** What the components of a code of one bit are, but for the sign; 0 for the zero vector. */
  private static float magnitude(float[] projected) {
    double squares = 0;
    double sum = 0;
    for (float component : projected) {
      squares += (double) component * component;
      sum += Math.abs(component);
    }
    return sum > 0 ? (float) (squares / sum) : 0;
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
    return Math.max(0, Math.min(greatest, Math.round((value - least) / step)));
  }
}
