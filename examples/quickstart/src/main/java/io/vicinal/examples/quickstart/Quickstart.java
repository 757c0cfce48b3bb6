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

/** The command behind {@code bin/quickstart}, which builds first and describes the options. */
@Command(name = "bin/quickstart")
public final class Quickstart implements Callable<Integer> {
  private static final String LOG_CONFIGURATION = "io/vicinal/examples/quickstart/logback.xml";

  @Option(names = "--records", defaultValue = "3000")
  private int records;

  @Option(names = "--queries", defaultValue = "500")
  private int queries;

  @Option(names = "--report")
  private @Nullable Path report;

  @Option(names = "--keep")
  private boolean keep;

  @Option(names = "--work")
  private @Nullable Path work;

  @Option(names = "--seed", defaultValue = "1")
  private long seed;

  @Option(names = "--port", defaultValue = "0")
  private int restPort;

  @Option(names = "--flight-port", defaultValue = "0")
  private int flightPort;

  @Option(names = "--kafka-port", defaultValue = "0")
  private int kafkaPort;

  @Option(names = "--project", defaultValue = ".", hidden = true)
  private Path project = Path.of("");

  private Quickstart() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", LOG_CONFIGURATION);
    System.exit(
        new CommandLine(new Quickstart())
            .setParameterExceptionHandler((e, words) -> refuse(e))
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
    options.ports().requireFree();
    Console console = new Console(System.out);
    try (WorkDirectory directory = WorkDirectory.take(options.work());
        Platform platform = Platform.open(options.project(), options.work())) {
      QuickstartReport result =
          new QuickstartRun(options, console, platform, Clock.systemUTC()).run();
      ReportText.print(result, console);
      write(result);
      if (keep) {
        stayFor(platform, options.work(), console);
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

  private static void stayFor(Platform platform, Path work, Console console)
      throws InterruptedException {
    console.say("%nEverything still runs; Ctrl-C stops it. For instance:");
    console.say("  curl %s/v1/collections/%s", platform.node().rest(), Platform.COLLECTION);
    console.say("Its data stays in %s after that, until the next run there.", work);
    // Ctrl-C ends the process; nothing else does.
    new CountDownLatch(1).await();
  }

  /** What the run promises and did not show. */
  private static Optional<String> problems(QuickstartReport result, Console console) {
    Optional<String> problem = ReportText.problem(result);
    problem.ifPresent(text -> console.say("%nbin/quickstart: %s", text));
    return problem;
  }

  private static int refuse(CommandLine.ParameterException e) {
    System.err.println("bin/quickstart: " + e.getMessage() + "; --help lists the options");
    return CommandLine.ExitCode.USAGE;
  }

  /** What a user can mend is said in one line; anything else keeps its stack trace. */
  private static int explain(Exception e) throws Exception {
    if (!(e instanceof VicinalException known)) {
      throw e;
    }
    System.err.println("bin/quickstart: " + known.getMessage());
    return known.code() == ErrorCode.INVALID_ARGUMENT
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }
}
