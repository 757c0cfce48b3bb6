package io.vicinal.core.hnsw;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.Kernels;

class ExactScanTest implements ExactScanContract {
  @Override
  public DistanceKernels kernels() {
    return Kernels.scalar();
  }

  @Override
  public boolean reproducible() {
    return true;
  }
}
