package io.vicinal.simd;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.hnsw.ExactScanContract;

class VectorExactScanTest implements ExactScanContract {
  @Override
  public DistanceKernels kernels() {
    return new VectorKernels();
  }

  @Override
  public boolean reproducible() {
    // Lanes are added up in an order that the compiler chooses.
    return false;
  }
}
