package io.vicinal.server.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Which part of the processors this process got since some time. All of its threads count, those of
 * the virtual machine too.
 */
final class ProcessorShare {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long start = System.nanoTime();
  private final long cpuStart = SYSTEM.getProcessCpuTime();

  private ProcessorShare() {}

  static ProcessorShare sinceNow() {
    return new ProcessorShare();
  }

  /** The part until now, of that many processors; 1 is all of them. */
  double of(int processors) {
    double nanos = System.nanoTime() - start;
    return (SYSTEM.getProcessCpuTime() - cpuStart) / (nanos * processors);
  }
}
