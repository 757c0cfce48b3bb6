package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

/** Compares the page about Flink with the code. */
final class FlinkPageTest {
  private static final Path PAGE = Path.of("../docs/flink.md");

  /** Setters by the option that does the same; setters for which SQL has another form. */
  private static final Map<String, String> SETTERS =
      Map.ofEntries(
          Map.entry("uri", "setUri"),
          Map.entry("collection", "setCollection"),
          Map.entry("api-key", "setApiKey"),
          Map.entry("sink.buffer-flush.max-rows", "setBatchRows"),
          Map.entry("sink.buffer-flush.max-bytes", "setBatchBytes"),
          Map.entry("sink.buffer-flush.interval", "setFlushInterval"),
          Map.entry("sink.max-in-flight", "setMaxInFlight"),
          Map.entry("sink.retry-timeout", "setRetryTimeout"),
          Map.entry("sink.request-timeout", "setRequestTimeout"),
          Map.entry("sink.invalid-records", "setInvalidRecordHandler"),
          Map.entry("sink.create-collection", "setCreateCollection"));

  private static List<ConfigOption<?>> options() {
    return Stream.concat(
            VicinalTableOptions.REQUIRED.stream(), VicinalTableOptions.OPTIONAL.stream())
        .toList();
  }

  private static String row(ConfigOption<?> option) {
    String setter = SETTERS.get(option.key());
    return "| `%s` | %s | %s | %s |"
        .formatted(
            option.key(),
            setter == null ? "" : "`" + setter + "`",
            defaultOf(option),
            new HtmlFormatter().format(option.description()));
  }

  private static String defaultOf(ConfigOption<?> option) {
    if (VicinalTableOptions.REQUIRED.contains(option)) {
      return "required";
    }
    Object value = option.hasDefaultValue() ? option.defaultValue() : null;
    if (value instanceof Duration duration) {
      return duration.toSeconds() + " s";
    }
    return value == null ? "none" : value.toString().toLowerCase(Locale.ROOT);
  }

  @Test
  void everyOptionIsDescribedAsTheCodeHasIt() throws IOException {
    List<String> expected = new ArrayList<>();
    options().forEach(option -> expected.add(row(option)));
    List<String> found =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith("| SQL option"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void everySetterHasAnOption() {
    List<String> setters =
        Arrays.stream(VicinalSinkBuilder.class.getMethods())
            .map(Method::getName)
            .filter(name -> name.startsWith("set"))
            .toList();
    List<String> expected = new ArrayList<>(SETTERS.values());
    // In SQL, the table's columns are the converter.
    expected.add("setConverter");
    assertThat(setters).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyErrorThatIsTriedAgainIsListed() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    for (ErrorCode code : ErrorCode.values()) {
      boolean listed =
          page.stream()
              .anyMatch(
                  line ->
                      line.startsWith("|")
                          && line.contains("`" + code + "`")
                          && (line.contains("tries again") || line.contains("sends again")));
      assertThat(listed)
          .as("%s is tried again", code)
          .isEqualTo(Retries.isRetryable(new VicinalException(code, "")));
    }
  }

  @Test
  void everyMetricIsDescribed() throws Exception {
    FakeTask task = new FakeTask();
    SinkMetrics unused = new SinkMetrics(task.metrics, () -> 0L, () -> 0L);
    Set<String> names = task.metrics.names();
    assertThat(names).hasSize(8);
    assertThat(Files.readString(PAGE)).contains(names.stream().map(n -> "`" + n + "`").toList());
  }
}
