package io.vicinal.server.bench;

import io.vicinal.api.Metric;

/** Reads the name of a metric. */
final class MetricConverter extends NameConverter<Metric> {
  MetricConverter() {
    super("metric", Metric.values());
  }
}
