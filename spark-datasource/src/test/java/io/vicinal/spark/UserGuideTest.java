package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables of docs/spark.md against the code. */
final class UserGuideTest {
  private static final Path GUIDE = Path.of("../docs/spark.md");

  @Test
  void listsEveryOptionWithItsDefault() throws IOException {
    Map<String, String> documented = table("option");
    Map<String, String> options = new LinkedHashMap<>();
    for (TableOption option : TableOption.values()) {
      options.put(option.key(), option.fallback().orElse(""));
    }
    assertThat(documented.keySet()).containsExactlyElementsOf(options.keySet());
    options.forEach(
        (key, fallback) -> {
          if (!fallback.isEmpty()) {
            assertThat(documented).containsEntry(key, fallback);
          }
        });
    assertThat(table("session setting"))
        .containsExactly(Map.entry(NearestSettings.ENABLED, "true"));
  }

  @Test
  void listsEveryProperty() throws IOException {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("COLUMN", 2, Metric.COSINE)), List.of());
    TreeSet<String> properties =
        new TreeSet<>(TableProperties.of(CollectionSpec.of("c", schema)).keySet());
    properties.add("attribute.COLUMN.type");
    properties.add("vector.COLUMN.recall-target");
    Map<String, String> documented = table("property");
    assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(properties);
    TableProperties.of(CollectionSpec.of("c", schema))
        .forEach(
            (key, value) -> {
              String fallback = documented.getOrDefault(key, "").replace("`", "");
              if (fallback.matches("[0-9.]+|cosine|auto")) {
                assertThat(fallback).as(key).isEqualTo(value);
              }
            });
  }

  /** First and last column of the table whose first heading is given. */
  private static Map<String, String> table(String heading) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    boolean inside = false;
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("| " + heading + " |")) {
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && line.startsWith("| `")) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::trim).toList();
        rows.put(cells.get(1).replace("`", ""), cells.get(cells.size() - 2));
      }
    }
    return rows;
  }
}
