package io.vicinal.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That nothing is forgotten: table, fields, records and documentation name the same options. */
class OptionsTest {
  @Test
  void everyOptionOfTheClassIsInTheTable() {
    List<Object> declared =
        Arrays.stream(Options.class.getFields())
            .filter(field -> field.getType() == Option.class)
            .map(OptionsTest::constant)
            .toList();

    assertThat(declared).isNotEmpty().containsExactlyElementsOf(Options.ALL);
  }

  @Test
  void everyOptionIsMappedToOneComponentOfTheConfiguration() {
    assertThat(leaves(NodeConfiguration.class)).hasSize(Options.ALL.size());
    assertThat(NodeConfiguration.of(Settings.of()).toString()).doesNotContain("null");
  }

  @Test
  void everyDefaultIsLegal() {
    for (Option<?> option : Options.ALL) {
      assertThat(option.type().parse().apply(option.defaultText())).as(option.key()).isPresent();
    }
  }

  @Test
  void documentationHasTheLineOfEachOption() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/configuration.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(documented).containsExactlyElementsOf(Options.ALL.stream().map(this::row).toList());
  }

  private String row(Option<?> option) {
    return String.join(
        " | ",
        "| `" + option.key() + "`",
        "`" + option.defaultText() + "`",
        "`" + option.environmentVariable() + "`",
        option.meaning() + " Expected: " + option.expected() + ". |");
  }

  private static Object constant(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " is not public", e);
    }
  }

  private static List<RecordComponent> leaves(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            part -> part.getType().isRecord() ? leaves(part.getType()).stream() : Stream.of(part))
        .toList();
  }
}
