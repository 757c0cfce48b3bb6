package io.vicinal.server.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command at any depth; picocli's own goes one level down. */
@Command(
    name = "help",
    description = "Shows the help of a command.",
    mixinStandardHelpOptions = true,
    versionProvider = Vicinal.Version.class,
    helpCommand = true,
    footerHeading = "%nExamples:%n",
    footer = {"  vicinal help server", "  vicinal help bench ann"})
final class HelpCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
  private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", description = "The command; vicinal itself if there is none.")
  private List<String> words = List.of();

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(command, Vicinal.unknown(word, command));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
  }
}
