package io.vicinal.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.LogStorage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each replicated log needs of the disk. Logs that share a label have their sizes and counts
 * added up, and of their quantiles the worst.
 */
final class LogStorageMetrics implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(LogStorageMetrics.class);

  private final Supplier<List<LogStorage>> logs;
  private final StableLabels labels = new StableLabels();

  LogStorageMetrics(Supplier<List<LogStorage>> logs) {
    this.logs = logs;
  }

  /** One scrape at a time: a log keeps its label for as long as it is there. */
  @Override
  public synchronized MetricSnapshots collect() {
    List<LogStorage> all = read();
    labels.update(all.stream().map(LogStorage::name).toList());
    Map<String, LogStorage> byLabel = new TreeMap<>();
    all.forEach(log -> byLabel.merge(labels.of(log.name()), log, LogStorageMetrics::together));
    GaugeSnapshot.Builder sizes =
        GaugeSnapshot.builder().name("vicinal_log_size_bytes").help("Files of a replicated log.");
    SummarySnapshot.Builder syncs =
        SummarySnapshot.builder()
            .name("vicinal_log_sync_duration_seconds")
            .help("Time that recent syncs of a replicated log took, all of them counted.")
            .unit(Unit.SECONDS);
    byLabel.forEach(
        (label, log) -> {
          Labels labelled = Labels.of("log", label);
          sizes.dataPoint(
              GaugeDataPointSnapshot.builder()
                  .labels(labelled)
                  .value((double) log.bytes())
                  .build());
          syncs.dataPoint(
              SummaryDataPointSnapshot.builder()
                  .labels(labelled)
                  .count(log.syncs())
                  .quantiles(
                      Quantiles.of(
                          new Quantile(0.5, log.medianSyncSeconds()),
                          new Quantile(0.99, log.slowSyncSeconds())))
                  .build());
        });
    return MetricSnapshots.of(sizes.build(), syncs.build());
  }

  private List<LogStorage> read() {
    try {
      return logs.get();
    } catch (VicinalException e) {
      LOG.warn("no metrics of the logs' files", e);
      return List.of();
    }
  }

  private static LogStorage together(LogStorage a, LogStorage b) {
    return new LogStorage(
        a.name(),
        a.bytes() + b.bytes(),
        a.syncs() + b.syncs(),
        Math.max(a.medianSyncSeconds(), b.medianSyncSeconds()),
        Math.max(a.slowSyncSeconds(), b.slowSyncSeconds()));
  }
}
