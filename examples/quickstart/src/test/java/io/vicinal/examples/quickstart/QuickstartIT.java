package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code bin/quickstart} as a user runs it, of what this build has packaged. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class QuickstartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int RECORDS = 120;

  @Test
  void printsAndWritesAReportThatHoldsItsPromisesEachTime(@TempDir Path folder) throws Exception {
    for (int run = 0; run < 2; run++) {
      Path file = folder.resolve("report-" + run + ".json");
      Process process = start(folder, "--report", file.toString());
      assertThat(process.waitFor()).as(output(folder)).isZero();

      JsonNode report = new ObjectMapper().readTree(Files.readAllBytes(file));
      List<String> keys = new ArrayList<>();
      report.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .containsExactly(
              "records_sent",
              "records_indexed",
              "records_deleted",
              "seconds",
              "records_per_second",
              "freshness_ms_p50",
              "freshness_ms_p99",
              "join_rows",
              "recall_at_10",
              "deleted_rows_seen");
      assertThat(report.path("records_sent").asLong()).isEqualTo(RECORDS);
      assertThat(report.path("records_deleted").asLong()).isEqualTo(6);
      assertThat(report.path("records_indexed").asLong()).isEqualTo(RECORDS - 6);
      assertThat(report.path("seconds").asDouble()).isPositive();
      assertThat(report.path("records_per_second").asDouble()).isPositive();
      assertThat(report.path("freshness_ms_p50").asDouble()).isPositive();
      assertThat(report.path("freshness_ms_p99").asDouble())
          .isGreaterThanOrEqualTo(report.path("freshness_ms_p50").asDouble());
      assertThat(report.path("join_rows").asLong()).isEqualTo(30 * 10);
      assertThat(report.path("recall_at_10").asDouble()).isGreaterThanOrEqualTo(0.95);
      assertThat(report.path("deleted_rows_seen").asLong()).isZero();
      assertThat(output(folder))
          .contains("APPROX NEAREST", "noun.feeling", "similarity", "Report", "recall@10")
          .contains("3 malformed messages are in topic synsets-dead-letters");
      assertThat(folder.resolve("work/node")).doesNotExist();
    }
  }

  @Test
  void keepsItsDataWhereItSaysUntilTheNextRun(@TempDir Path folder) throws Exception {
    Process process = start(folder, "--keep");
    await().atMost(PATIENCE).until(() -> output(folder).contains("Its data stays in "));

    interrupt(process);

    assertThat(output(folder)).contains("stays in " + folder.resolve("work") + " after that");
    assertThat(folder.resolve("work/node/catalog.json")).exists();
    assertThat(folder.resolve("work/kafka")).isNotEmptyDirectory();
  }

  @Test
  void leavesNoProcessBehindAfterCtrlC(@TempDir Path folder) throws Exception {
    Process process = start(folder);
    await().atMost(PATIENCE).until(() -> output(folder).contains("[4/6]"));
    List<ProcessHandle> children = process.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3);

    interrupt(process);

    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void describesEachOptionOfTheProgram(@TempDir Path folder) throws Exception {
    assertThat(start(folder, "--help").waitFor()).isZero();
    String help = output(folder);
    CommandLine.Model.CommandSpec.forAnnotatedObject(Quickstart.class).options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> assertThat(help).contains("\n  " + option.longestName() + " "));
  }

  @Test
  void saysWhatIsWrongWithItsOptions(@TempDir Path folder) throws Exception {
    assertRefused(folder, "--records: expected 50 to 82192, found 3", "--records", "3");
    assertRefused(folder, "Invalid value for option '--records'", "--records", "many");
    assertRefused(folder, "unknown option '--recods=100'", "--recods=100");
    assertRefused(folder, "--report: expected a file in a directory", "--report", "/no/such/file");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertRefused(folder, "port " + port + " on 127.0.0.1", "--kafka-port", port);
    }
  }

  private static void assertRefused(Path folder, String message, String... options)
      throws Exception {
    Process process = start(folder, options);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(output(folder)).contains(message).doesNotContain("\tat ", "[1/6]");
  }

  /** As Ctrl-C does. */
  private static void interrupt(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
        .isZero();
    assertThat(process.waitFor()).as("exit code of an interrupted JVM").isEqualTo(128 + 2);
  }

  private static Process start(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    // What a shell starts in the background ignores SIGINT, and so do all that it starts.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Project.root().resolve("bin/quickstart").toString());
    command.add("--no-build");
    command.addAll(List.of("--work", folder.resolve("work").toString()));
    if (!List.of(options).contains("--records")) {
      command.addAll(List.of("--records", Integer.toString(RECORDS), "--queries", "30"));
    }
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private static String output(Path folder) throws IOException {
    return Files.readString(folder.resolve("output.txt"));
  }
}
