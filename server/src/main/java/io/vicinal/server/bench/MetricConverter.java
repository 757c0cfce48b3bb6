package io.vicinal.server.bench;

import io.vicinal.api.Metric;
import io.vicinal.protocol.TypeNames;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a metric as users write it: in lower case. */
final class MetricConverter implements ITypeConverter<Metric> {
  @Override
  public Metric convert(String name) {
    for (Metric metric : Metric.values()) {
      if (TypeNames.ofConstant(metric).equals(name)) {
        return metric;
      }
    }
    List<String> names = Arrays.stream(Metric.values()).map(TypeNames::ofConstant).toList();
    throw new TypeConversionException("unknown metric '" + name + "'; expected one of " + names);
  }
}
