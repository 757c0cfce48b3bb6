package io.vicinal.core.distance;

import java.util.Optional;

/**
 * A module that may have faster kernels than the scalar ones; found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>The provider's class must load on any Java 17 virtual machine; what it needs beyond that it
 * checks in {@link #obstacle()}.
 */
public interface KernelProvider {
  /**
   * What keeps these kernels from running in this virtual machine and what would remove it, for the
   * log; empty if nothing does.
   */
  Optional<String> obstacle();

  /** The kernels. Called only where there is no obstacle. */
  DistanceKernels kernels();
}
