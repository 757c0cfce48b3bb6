package io.vicinal.server.bench;

import io.vicinal.api.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a metric as users write it: in lower case. */
final class MetricConverter implements ITypeConverter<Metric> {
  @Override
  public Metric convert(String name) {
    for (Metric metric : Metric.values()) {
      if (nameOf(metric).equals(name)) {
        return metric;
      }
    }
    List<String> names = Arrays.stream(Metric.values()).map(MetricConverter::nameOf).toList();
    throw new TypeConversionException("unknown metric '" + name + "'; expected one of " + names);
  }

  /** The name of a metric as users write it. */
  static String nameOf(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }
}
