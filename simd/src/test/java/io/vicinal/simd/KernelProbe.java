package io.vicinal.simd;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.Kernels;

/** Says which kernels a virtual machine chose, and uses them. */
final class KernelProbe {
  private KernelProbe() {}

  public static void main(String[] arguments) {
    DistanceKernels kernels = Kernels.best();
    float dot = kernels.dot(new float[] {1, 2}, 0, new float[] {3, 4}, 0, 2);
    System.out.println("kernels: " + kernels.name() + ", dot: " + dot);
  }
}
