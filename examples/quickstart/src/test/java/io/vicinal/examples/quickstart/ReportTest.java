package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final QuickstartReport GOOD = report(100, 95, 5, 0.97, 0);

  @Test
  void hasExactlyThePromisedKeysInTheirOrder() throws Exception {
    assertThat(new ObjectMapper().writeValueAsString(GOOD))
        .isEqualTo(
            "{\"records_sent\":100,\"records_indexed\":95,\"records_deleted\":5,\"seconds\":2.5,"
                + "\"records_per_second\":38.0,\"freshness_ms_p50\":20.0,"
                + "\"freshness_ms_p99\":90.0,\"join_rows\":500,\"recall_at_10\":0.97,"
                + "\"deleted_rows_seen\":0}");
  }

  @Test
  void namesTheFirstPromiseThatIsBroken() {
    assertThat(ReportText.problem(GOOD)).isEmpty();
    assertThat(ReportText.problem(report(100, 96, 5, 0.97, 0)))
        .hasValue("records indexed: expected sent - deleted = 95, found 96");
    assertThat(ReportText.problem(report(100, 95, 5, 0.97, 1)))
        .hasValue("deleted rows seen: expected 0, found 1");
    assertThat(ReportText.problem(report(100, 95, 5, 0.9, 0)))
        .hasValue("recall@10: expected 0.95 or more, found 0.9");
    assertThat(ReportText.problem(report(100, 95, 5, Double.NaN, 0))).isPresent();
  }

  @Test
  void printsEveryFigure() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReportText.print(GOOD, new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8)));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("records sent ", " 100 ", " 95 ", " 5\n", " 2.5 ", " 38 ", " 20 ", " 90 ")
        .contains(" 500\n", "0.9700", "deleted rows seen       0");
  }

  @Test
  void takesPercentilesByNearestRank() {
    List<Double> hundred = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
    assertThat(Percentiles.of(hundred, 50)).isEqualTo(50);
    assertThat(Percentiles.of(hundred, 99)).isEqualTo(99);
    assertThat(Percentiles.of(hundred, 100)).isEqualTo(100);
    assertThat(Percentiles.of(List.of(7.0), 1)).isEqualTo(7);
    assertThatThrownBy(() -> Percentiles.of(List.of(), 50))
        .hasMessage("percentile 50.0 of no samples");
  }

  @Test
  void cutsCellsThatAreWiderThanTheTable() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .table(List.of("a", "long name"), List.of(List.of("x".repeat(80), "1")));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("    a" + " ".repeat(59) + "long name", "    " + "x".repeat(57) + "…  1");
  }

  private static QuickstartReport report(
      long sent, long indexed, long deleted, double recall, long seen) {
    return new QuickstartReport(sent, indexed, deleted, 2.5, 38, 20, 90, 500, recall, seen);
  }
}
