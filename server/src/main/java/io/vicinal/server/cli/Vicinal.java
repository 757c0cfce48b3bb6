package io.vicinal.server.cli;

import io.vicinal.api.VicinalException;
import io.vicinal.server.bench.BenchCommand;
import io.vicinal.server.config.NodeVersion;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
    name = "vicinal",
    description = "A vector database that lives inside the data platform.",
    mixinStandardHelpOptions = true,
    versionProvider = Vicinal.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vicinal server --data /var/lib/vicinal",
      "  vicinal config print --effective --config node.yaml",
      "  vicinal bench ann --base base.fvecs --query query.fvecs --metric cosine",
      "  vicinal help server",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong command line, 3 wrong configuration, 4 data directory",
      "in use, 5 port in use, 6 damaged or unreadable files, 7 no node answers."
    })
public final class Vicinal implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
  private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from, with its stack trace.")
  private boolean verbose;

  /** Says which release it is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"vicinal " + NodeVersion.current()};
    }
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with all its commands. */
  static CommandLine commandLine() {
    Vicinal root = new Vicinal();
    CommandLine line = new CommandLine(root);
    line.addSubcommand(new CommandLine.HelpCommand());
    subcommands().forEach(line::addSubcommand);
    line.setExecutionExceptionHandler(root::explain);
    line.setUsageHelpWidth(100);
    line.getSubcommands().values().forEach(Vicinal::addHelp);
    return line;
  }

  /** The commands, in the order of the help. A new one is registered here. */
  private static List<Object> subcommands() {
    return List.of(
        new ServerCommand(), new ConfigCommand(), new CollectionsCommand(), new BenchCommand());
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command; expected one of those below");
  }

  private static void addHelp(CommandLine command) {
    command.setUsageHelpWidth(100);
    command.getSubcommands().values().forEach(Vicinal::addHelp);
  }

  /** One line for what we know, a stack trace for what we do not. */
  private int explain(Exception error, CommandLine command, ParseResult arguments) {
    if (error instanceof VicinalException known) {
      command.getErr().println("vicinal: " + known.getMessage());
      if (verbose) {
        known.printStackTrace(command.getErr());
      }
      return ExitCodes.of(known.code());
    }
    command.getErr().println("vicinal: internal error: " + error);
    error.printStackTrace(command.getErr());
    return ExitCodes.FAILED;
  }
}
