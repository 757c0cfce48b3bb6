package io.vicinal.server.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vicinal bench}: the measurements by name. */
@Command(
    name = "bench",
    description = "Measures this release on your data and your machine.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer =
        "  vicinal bench ann --base base.fvecs --query query.fvecs --truth truth.ivecs"
            + " --metric euclidean",
    subcommands = {
      AnnCommand.class,
      FilterCommand.class,
      ThreadsCommand.class,
      AllocationCommand.class
    })
public final class BenchCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** For picocli. */
  public BenchCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "bench: which measurement? Expected: ann, filter, threads or allocation");
  }
}
