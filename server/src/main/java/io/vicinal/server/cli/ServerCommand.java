package io.vicinal.server.cli;

import io.vicinal.server.Node;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.config.NodeVersion;
import io.vicinal.server.logging.NodeLogging;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a node until the process is told to stop. */
@Command(
    name = "server",
    description = {
      "Runs a node until it is told to stop.",
      "",
      "Prints one line when it is ready, with the addresses of REST and Arrow Flight; log lines go",
      "to the standard error stream. SIGTERM and Ctrl-C stop it in order, also while it starts:",
      "exit code 0."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Vicinal.Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  vicinal server --data /var/lib/vicinal",
      "  vicinal server --config node.yaml --set log.format=ecs",
      "  vicinal server --data /tmp/vicinal --port 0 --flight-port 0"
    })
final class ServerCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
  private CommandSpec spec;

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Override
  public Integer call() throws InterruptedException {
    NodeConfiguration configuration = NodeConfiguration.of(options.settings(System.getenv()));
    NodeLogging.configure(configuration.log());
    Node node = Node.of(configuration);
    Thread hook = new Thread(() -> stop(node), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      node.open();
      announce(node, configuration);
    } catch (RuntimeException | Error e) {
      if (wasNotTold(node, hook)) {
        throw e;
      }
    }
    node.awaitStopped();
    return ExitCodes.OK;
  }

  private void announce(Node node, NodeConfiguration configuration) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "vicinal "
            + NodeVersion.current()
            + " is ready: REST "
            + node.restUri()
            + ", Flight "
            + node.flightUri()
            + ", data "
            + configuration.dataDirectory().toAbsolutePath().normalize());
    out.flush();
  }

  /** Whether the node failed by itself; then its process ends with another status than a stop. */
  private static boolean wasNotTold(Node node, Thread hook) {
    try {
      return !node.isStopping() && Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: a signal came at that moment.
      return false;
    }
  }

  /** A signal would end the process with 128 and more; a stop in order is a success. */
  private static void stop(Node node) {
    node.close();
    Runtime.getRuntime().halt(ExitCodes.OK);
  }
}
