package io.vicinal.server.cli;

import io.vicinal.api.VicinalException;
import io.vicinal.protocol.NearestName;
import io.vicinal.server.bench.BenchCommand;
import io.vicinal.server.config.NodeVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
      "in use, 5 port in use, 6 damaged or unreadable files, 7 no node answers. Those of check are",
      "in vicinal help check."
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
    subcommands().forEach(line::addSubcommand);
    line.setExecutionStrategy(Vicinal::execute);
    line.setExecutionExceptionHandler(root::explain);
    line.setParameterExceptionHandler(Vicinal::explainUsage);
    line.setUsageHelpWidth(100);
    line.getSubcommands().values().forEach(Vicinal::addHelp);
    return line;
  }

  /** The commands, in the order of the help. A new one is registered here. */
  private static List<Object> subcommands() {
    return List.of(
        new HelpCommand(),
        new ServerCommand(),
        new ConfigCommand(),
        new CollectionsCommand(),
        new CheckCommand(),
        new BenchCommand());
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command; expected one of " + String.join(", ", spec.subcommands().keySet()));
  }

  private static void addHelp(CommandLine command) {
    command.setUsageHelpWidth(100);
    command.getSubcommands().values().forEach(Vicinal::addHelp);
  }

  /**
   * A request for help forgives unknown words; that of a command that there is not is a mistake.
   */
  private static int execute(ParseResult arguments) {
    for (ParseResult each = arguments; each != null; each = each.subcommand()) {
      CommandLine command = each.commandSpec().commandLine();
      List<String> unknown = each.unmatched();
      if (!unknown.isEmpty()
          && !unknown.get(0).startsWith("-")
          && !command.getSubcommands().isEmpty()) {
        throw new UnmatchedArgumentException(command, unknown);
      }
    }
    return new CommandLine.RunLast().execute(arguments);
  }

  /** What is wrong, and where the whole help is. */
  private static int explainUsage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        "vicinal: "
            + (error instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched().get(0), command)
                : error.getMessage()));
    err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCodes.USAGE;
  }

  /** Says that a command has no such option or command below it, and what may have been meant. */
  static String unknown(String word, CommandLine command) {
    boolean option = word.startsWith("-");
    String name = option ? word.split("=", 2)[0] : word;
    Set<String> known =
        option ? command.getCommandSpec().optionsMap().keySet() : command.getSubcommands().keySet();
    String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
    return "unknown "
        + kind
        + " '"
        + name
        + NearestName.of(name, List.copyOf(known))
            .map(nearest -> "'; did you mean '" + nearest + "'?")
            .orElse("'; expected " + (option || !known.isEmpty() ? "none" : "no more"));
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
