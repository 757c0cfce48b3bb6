package io.vicinal.examples.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code bin/quickstart}, which builds first. */
@Command(
    name = "bin/quickstart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the whole path on this machine: WordNet nouns flow from Kafka through a Flink job,"
          + " which embeds them, into a Vicinal node, and Spark SQL joins adjectives with the live"
          + " index. Broker, node, Flink job, producer and Spark job are processes of their own;"
          + " none is left behind, however this command ends. What is out of date is built first,"
          + " unless the option --no-build is given.",
      "",
    },
    footer = {
      "",
      "The report:",
      "  records_sent       distinct records published; an update is not another record",
      "  records_deleted    records whose deletion was published",
      "  records_indexed    live records in the node at the end = sent - deleted",
      "  seconds            from the first record produced until all were searchable",
      "  records_per_second records_indexed / seconds, embedding included",
      "  freshness_ms_p50, freshness_ms_p99",
      "                     from produced to found by a reader that polls the node, over the",
      "                     updates, which are published at a steady rate after the load",
      "  join_rows          rows of the join of adjectives with their ten nearest nouns",
      "  recall_at_10       of that join, against an exact scan of all records",
      "  deleted_rows_seen  deleted ids that a scan or the join returned: 0",
    })
public final class Quickstart implements Callable<Integer> {
  private static final String LOG_CONFIGURATION = "io/vicinal/examples/quickstart/logback.xml";

  @Option(
      names = "--records",
      defaultValue = "3000",
      paramLabel = "N",
      description = "Nouns to publish, 50 to 82192. Default: ${DEFAULT-VALUE}.")
  private int records;

  @Option(
      names = "--queries",
      defaultValue = "500",
      paramLabel = "N",
      description = "Adjectives to join with them, 1 to 18185. Default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report there as JSON, too.")
  private @Nullable Path report;

  @Option(
      names = "--keep",
      description =
          "After the report, keeps everything running and its data until Ctrl-C, to look around.")
  private boolean keep;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Directory for data, emptied at the start, and logs."
              + " Default: target/quickstart in the checkout.")
  private @Nullable Path work;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Chooses what is updated and deleted. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "P",
      description = "Port of the node's REST interface. Default: a free one.")
  private int restPort;

  @Option(
      names = "--flight-port",
      defaultValue = "0",
      paramLabel = "P",
      description = "Port of the node's Arrow Flight interface. Default: a free one.")
  private int flightPort;

  @Option(
      names = "--kafka-port",
      defaultValue = "0",
      paramLabel = "P",
      description = "Port of the Kafka broker. Default: a free one.")
  private int kafkaPort;

  @Option(
      names = "--project",
      defaultValue = ".",
      hidden = true,
      paramLabel = "DIR",
      description = "The checkout, built.")
  private Path project = Path.of("");

  private Quickstart() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", LOG_CONFIGURATION);
    System.exit(
        new CommandLine(new Quickstart())
            .setExecutionExceptionHandler((e, command, parsed) -> explain(e))
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Path root = project.toAbsolutePath().normalize();
    QuickstartOptions options =
        new QuickstartOptions(
            root,
            work == null ? root.resolve("target/quickstart") : work.toAbsolutePath().normalize(),
            records,
            queries,
            seed,
            new QuickstartOptions.Ports(kafkaPort, restPort, flightPort));
    checkReport();
    Console console = new Console(System.out);
    try (WorkDirectory directory = WorkDirectory.take(options.work());
        Platform platform = Platform.open(options.project(), options.work())) {
      QuickstartReport result =
          new QuickstartRun(options, console, platform, Clock.systemUTC()).run();
      ReportText.print(result, console);
      write(result);
      if (keep) {
        stayFor(platform, console);
      }
      directory.emptyWhenClosed();
      return problems(result, console).isPresent()
          ? CommandLine.ExitCode.SOFTWARE
          : CommandLine.ExitCode.OK;
    }
  }

  /** Before a run of minutes, not after it. */
  private void checkReport() {
    if (report != null) {
      Path parent = report.toAbsolutePath().getParent();
      if (Files.isDirectory(report) || parent == null || !Files.isWritable(parent)) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "--report: expected a file in a directory that can be written, found " + report);
      }
    }
  }

  private void write(QuickstartReport result) {
    if (report == null) {
      return;
    }
    try {
      Files.writeString(
          report,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result)
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("report " + report + " cannot be written", e);
    }
  }

  private static void stayFor(Platform platform, Console console) throws InterruptedException {
    console.say("%nEverything still runs; Ctrl-C stops it. For instance:");
    console.say("  curl %s/v1/collections/%s", platform.node().rest(), Platform.COLLECTION);
    // Ctrl-C ends the process; nothing else does.
    new CountDownLatch(1).await();
  }

  /** What the run promises and did not show. */
  private static Optional<String> problems(QuickstartReport result, Console console) {
    Optional<String> problem = ReportText.problem(result);
    problem.ifPresent(text -> console.say("%nbin/quickstart: %s", text));
    return problem;
  }

  /** What a user can mend is said in one line; anything else keeps its stack trace. */
  private static int explain(Exception e) throws Exception {
    if (!(e instanceof VicinalException)) {
      throw e;
    }
    System.err.println("bin/quickstart: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
