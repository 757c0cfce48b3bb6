package io.vicinal.core.distance;

import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the kernels of this virtual machine, once, and logs which they are and why. */
public final class Kernels {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private Kernels() {}

  /** The fastest kernels that run here. Thread-safe; the same object every time. */
  public static DistanceKernels best() {
    return Chosen.KERNELS;
  }

  /** The kernels in plain Java, which run everywhere. */
  public static DistanceKernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  private static DistanceKernels choose() {
    ClassLoader loader = Kernels.class.getClassLoader();
    for (KernelProvider provider : ServiceLoader.load(KernelProvider.class, loader)) {
      Optional<String> obstacle = provider.obstacle();
      if (obstacle.isEmpty()) {
        DistanceKernels kernels = provider.kernels();
        LOG.info("distance kernels: {}", kernels.name());
        return kernels;
      }
      LOG.warn("distance kernels: scalar, many times slower: {}", obstacle.get());
      return ScalarKernels.INSTANCE;
    }
    LOG.warn(
        "distance kernels: scalar, many times slower: vicinal-simd is not on the class path; add"
            + " it, and start Java with --add-modules jdk.incubator.vector");
    return ScalarKernels.INSTANCE;
  }

  /** Initialised on first use, by one thread, as the language guarantees. */
  private static final class Chosen {
    static final DistanceKernels KERNELS = choose();
  }
}
