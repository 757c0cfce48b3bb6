package io.vicinal.core.quantization;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;

/**
 * What is done to a vector before its components are coded: the mean is taken off, and the rest is
 * mapped so that inner products stay about what they were. Immutable and thread-safe.
 */
interface Projection {
  /** Which it is, for the file. */
  Kind kind();

  /** Is subtracted from every vector. */
  float[] mean();

  /** Floats that {@link #project} writes. */
  int width();

  /**
   * Projects a vector.
   *
   * @param centred receives the vector less the mean
   * @param into receives {@link #width} floats
   */
  void project(float[] vector, int offset, float[] centred, float[] into, DistanceKernels kernels);

  /** Writes the mean, and what else {@link Kind#read} needs. */
  void writeTo(ChecksummedOutput output);

  /** Takes the mean off a vector. */
  static void centre(float[] vector, int offset, float[] mean, float[] centred) {
    for (int i = 0; i < mean.length; i++) {
      centred[i] = vector[offset + i] - mean[i];
    }
  }

  /** The projections there are. */
  enum Kind {
    /** On principal axes: {@link AxisMatrix}. */
    AXES(1) {
      @Override
      Projection read(ChecksummedInput input, int dimension, int components) {
        return AxisMatrix.read(input, dimension, components);
      }

      @Override
      long length(int dimension, int components) {
        return (dimension + AxisMatrix.ints(dimension, components)) * Integer.BYTES;
      }
    },

    /** On itself: {@link Centring}. */
    CENTRED(2) {
      @Override
      Projection read(ChecksummedInput input, int dimension, int components) {
        return Centring.read(input, dimension);
      }

      @Override
      long length(int dimension, int components) {
        return (long) dimension * Float.BYTES;
      }
    },

    /** A rotation: {@link Rotation}. */
    ROTATED(3) {
      @Override
      Projection read(ChecksummedInput input, int dimension, int components) {
        return Rotation.read(input, dimension);
      }

      @Override
      long length(int dimension, int components) {
        return (long) dimension * Float.BYTES + Long.BYTES;
      }
    };

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The number in the file. */
    int code() {
      return code;
    }

    /** Reads what {@link #writeTo} wrote, of the given shape. */
    abstract Projection read(ChecksummedInput input, int dimension, int components);

    /** Bytes that {@link #writeTo} writes. */
    abstract long length(int dimension, int components);
  }
}
