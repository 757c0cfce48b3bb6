package io.vicinal.benchmarks;

import io.vicinal.api.Metric;
import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.Kernels;
import io.vicinal.core.distance.MetricDistance;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one distance between a query and a row, by the kernels in plain Java and by those on
 * the Vector API.
 *
 * <p>Each combination runs in a virtual machine of its own: on Java 17, kernels that were compiled
 * beside others are slower than alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-XX:+UseTransparentHugePages",
      "-Xms1g",
      "-Xmx1g"
    })
public class KernelBenchmark {
  /** Components of a vector. */
  @Param({"100", "128", "384", "784", "1536"})
  public int dimension;

  /** What is computed. */
  @Param public Metric metric = Metric.EUCLIDEAN;

  /** Whose kernels: {@code scalar} or {@code simd}. */
  @Param({"scalar", "simd"})
  public String kernels = "";

  /** MiB of rows: 0 for one row, which stays in the nearest cache. */
  @Param({"0", "512"})
  public int mebibytes;

  private KernelRows rows = KernelRows.ofBytes(1, 1);
  private float[] query = {};
  private MetricDistance distance = MetricDistance.of(Metric.EUCLIDEAN, Kernels.scalar());

  /** For JMH. */
  public KernelBenchmark() {}

  /** Makes the rows. */
  @Setup
  public void fill() {
    rows = KernelRows.ofBytes(dimension, (long) mebibytes << 20);
    // A row of its own, in the same layout.
    query = KernelRows.ofBytes(dimension, 1).components();
    distance = MetricDistance.of(metric, chosen());
  }

  private DistanceKernels chosen() {
    DistanceKernels chosen = kernels.equals("scalar") ? Kernels.scalar() : Kernels.best();
    if (kernels.equals("simd") && chosen == Kernels.scalar()) {
      throw new IllegalStateException(
          "the kernels on the Vector API do not run here; the log above says why");
    }
    return chosen;
  }

  /** The distance to the next row. */
  @Benchmark
  public float rank() {
    return distance.rank(
        query, KernelRows.ORIGIN, rows.components(), rows.nextOffset(), rows.width());
  }
}
