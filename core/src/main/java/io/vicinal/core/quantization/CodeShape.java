package io.vicinal.core.quantization;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a reader of codes must know before it reads the coder. Immutable.
 *
 * @param kind what is done to a vector before its components are coded
 * @param components coded components of a vector
 * @param bits of a component's code
 */
public record CodeShape(Projection.Kind kind, int components, int bits) {
  /** The number of the projection on principal axes, which was the only one in the beginning. */
  public static final int AXES = Projection.Kind.AXES.code();

  /** The shape with a projection of that number; empty if there is none. */
  public static Optional<CodeShape> of(int projection, int components, int bits) {
    return Arrays.stream(Projection.Kind.values())
        .filter(kind -> kind.code() == projection)
        .findFirst()
        .map(kind -> new CodeShape(kind, components, bits));
  }

  /** Whether codes of a component may have that many bits. */
  public static boolean isLegal(int bits) {
    return bits == 8 || bits == 7 || bits == 4 || bits == 1;
  }

  /** The number of the projection. */
  public int projection() {
    return kind.code();
  }

  /** Cache lines of a code. */
  public int lines() {
    return VectorCoder.linesFor(bits, components);
  }

  /** Bytes that {@link VectorCoder#writeTo} writes for vectors of that dimension. */
  public long length(int dimension) {
    return kind.length(dimension, components);
  }
}
