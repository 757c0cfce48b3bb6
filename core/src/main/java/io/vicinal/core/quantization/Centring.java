package io.vicinal.core.quantization;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;

/** Takes the mean off, and leaves the rest as it is. */
final class Centring implements Projection {
  private final float[] mean;

  Centring(float[] mean) {
    this.mean = mean;
  }

  /** Reads what {@link #writeTo} wrote. */
  static Centring read(ChecksummedInput input, int dimension) {
    float[] mean = new float[dimension];
    input.getFloats(mean, 0, dimension);
    return new Centring(mean);
  }

  @Override
  public Kind kind() {
    return Kind.CENTRED;
  }

  @Override
  public float[] mean() {
    return mean;
  }

  @Override
  public int width() {
    return mean.length;
  }

  @Override
  public void project(
      float[] vector, int offset, float[] centred, float[] into, DistanceKernels kernels) {
    Projection.centre(vector, offset, mean, centred);
    System.arraycopy(centred, 0, into, 0, mean.length);
  }

  @Override
  public void writeTo(ChecksummedOutput output) {
    output.putFloats(mean, 0, mean.length);
  }
}
