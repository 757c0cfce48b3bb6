package io.vicinal.server.cli;

import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.config.Options;
import io.vicinal.server.config.Setting;
import io.vicinal.server.config.Settings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at configurations without starting a node. */
@Command(
    name = "config",
    description = "Checks a configuration, or shows what a node would use.",
    mixinStandardHelpOptions = true,
    versionProvider = Vicinal.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vicinal config check --config node.yaml",
      "  vicinal config print --effective --config node.yaml --set rest.port=9000"
    },
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Print.class})
final class ConfigCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command; expected check or print");
  }

  /** Says whether a node would accept a configuration. */
  @Command(
      name = "check",
      description = "Says whether a node would accept the configuration: exit code 0, or 3.",
      mixinStandardHelpOptions = true,
      versionProvider = Vicinal.Version.class,
      footerHeading = "%nExample:%n",
      footer = "  vicinal config check --config node.yaml")
  static final class Check implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private CommandSpec spec;

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Override
    public void run() {
      NodeConfiguration.of(options.settings(System.getenv()));
      spec.commandLine().getOut().println("the configuration is good");
      spec.commandLine().getOut().flush();
    }
  }

  /** Shows the values of options. */
  @Command(
      name = "print",
      description = "Shows options that were set, one line each: key, value and where it is from.",
      mixinStandardHelpOptions = true,
      versionProvider = Vicinal.Version.class,
      footerHeading = "%nExample:%n",
      footer = "  vicinal config print --effective --config node.yaml")
  static final class Print implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private CommandSpec spec;

    @Mixin private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--effective", description = "Show the defaults of the other options as well.")
    private boolean effective;

    @Override
    public void run() {
      Settings settings = options.settings(System.getenv());
      NodeConfiguration.of(settings);
      PrintWriter out = spec.commandLine().getOut();
      Options.ALL.stream()
          .map(settings::setting)
          .filter(setting -> effective || !setting.isDefault())
          .forEach(setting -> out.println(line(setting)));
      out.flush();
    }

    private static String line(Setting setting) {
      return setting.key() + ": " + setting.text() + "  # " + setting.origin();
    }
  }
}
