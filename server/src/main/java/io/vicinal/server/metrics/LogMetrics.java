package io.vicinal.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vicinal.cluster.log.LogStatus;
import java.util.List;
import java.util.function.Supplier;

/** The replicated logs of the node together: one series each would be one for each shard. */
final class LogMetrics implements MultiCollector {
  private final Supplier<List<LogStatus>> logs;

  LogMetrics(Supplier<List<LogStatus>> logs) {
    this.logs = logs;
  }

  @Override
  public MetricSnapshots collect() {
    List<LogStatus> all = logs.get();
    return MetricSnapshots.of(
        gauge("vicinal_logs", "Replicated logs on this node.", all.size()),
        gauge(
            "vicinal_logs_ready",
            "Replicated logs that have a leader and take entries.",
            all.stream().filter(LogStatus::isReady).count()),
        gauge(
            "vicinal_logs_apply_lag_entries",
            "Entries that a quorum has and this node has not applied, of the log with the most.",
            all.stream().mapToLong(LogMetrics::lag).max().orElse(0)));
  }

  private static long lag(LogStatus log) {
    return Math.max(0, log.committed() - log.applied());
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}
