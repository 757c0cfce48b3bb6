package io.vicinal.server.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal bench threads}: what more threads gain, and what inserts cost searches. */
@Command(
    name = "threads",
    description = {
      "Builds an index by one thread and by several, searches it by one and by several, and",
      "searches another by one thread while one more inserts into it. Prints JSON objects, one a",
      "line, to standard output.",
      ""
    },
    footer = {
      "",
      "The keys of every line:",
      "  round          from 1",
      "  measure        build, search or insert",
      "  processor_share",
      "                 the part that the process got of as many processors as threads worked",
      "",
      "And of build, search, each with the number of threads:",
      "  threads        that worked",
      "  seconds        what building took",
      "  qps, p50_us, p99_us",
      "                 searches a second, of all threads together; microseconds of a search",
      "",
      "And of insert, for an index of four fifths of the rows, into which the others are inserted,",
      "without codes, as a growing segment is:",
      "  qps_idle       searches a second by one thread before",
      "  qps            the same while another thread inserts as fast as it can",
      "  searches       that were made meanwhile",
      "  inserts_per_second",
      "                 of that thread",
      "  recall_before, recall_during",
      "                 of the rows that were there before and are nearer than the last row found,",
      "                 the part that was found",
      "",
      "Example:",
      "  vicinal bench threads --base base.fvecs --query query.fvecs --metric euclidean"
    })
public final class ThreadsCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final IndexOptions options = new IndexOptions();

  @Mixin private final WidthOption width = new WidthOption();

  @Option(
      names = "--threads",
      defaultValue = "2",
      paramLabel = "N",
      description = "Threads that are compared with one: 2 or more. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      paramLabel = "N",
      description = "How often everything is measured. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  /** For picocli. */
  public ThreadsCommand() {}

  @Override
  public Integer call() {
    options.check();
    int ef = width.ef();
    IndexOptions.requireBetween("--threads", threads, 2, IndexOptions.MAX_THREADS);
    IndexOptions.requirePositive("--rounds", rounds);
    CommandLine line = spec.commandLine();
    PrintWriter output = line.getOut();
    new ThreadsBenchmark(options, ef, threads, new Progress(line.getErr()))
        .run(
            rounds,
            report -> {
              output.println(report);
              output.flush();
            });
    return 0;
  }
}
