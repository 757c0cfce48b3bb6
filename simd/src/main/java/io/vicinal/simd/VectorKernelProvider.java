package io.vicinal.simd;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.KernelProvider;
import java.util.Optional;

/**
 * Offers {@link VectorKernels} where the virtual machine was started with the incubator module.
 *
 * <p>Implementation note: no signature or field here names the Vector API, so that this class loads
 * without it.
 */
public final class VectorKernelProvider implements KernelProvider {
  static final String MODULE = "jdk.incubator.vector";

  /** For the service loader. */
  public VectorKernelProvider() {}

  @Override
  public Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("start Java with --add-modules " + MODULE);
    }
    return VectorKernels.obstacle();
  }

  @Override
  public DistanceKernels kernels() {
    return new VectorKernels();
  }
}
