package io.vicinal.examples.broker;

import io.vicinal.api.VicinalException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A {@link KafkaBroker} as a process: prints one line when it is ready, logs to {@code broker.log}
 * in its directory, stops on SIGTERM.
 */
@Command(
    name = "local-kafka",
    mixinStandardHelpOptions = true,
    description = "Runs one Kafka broker on 127.0.0.1 until it is terminated.")
public final class LocalKafka implements Callable<Integer> {
  private static final String LOG_CONFIGURATION = "io/vicinal/examples/broker/logback.xml";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the broker, created if absent.")
  private Path data = Path.of("");

  @Option(
      names = "--port",
      defaultValue = "9092",
      paramLabel = "P",
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  private LocalKafka() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LocalKafka())
            .setExecutionExceptionHandler((e, command, parsed) -> explain(e))
            .execute(arguments));
  }

  @Override
  public Integer call() {
    Path log = data.toAbsolutePath().resolve("broker.log");
    // Before the first logger exists: Kafka's classes create theirs when they are loaded.
    System.setProperty("vicinal.log", log.toString());
    System.setProperty("logback.configurationFile", LOG_CONFIGURATION);
    KafkaBroker broker = KafkaBroker.start(data, port);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
    System.out.printf("ready: Kafka at %s, log in %s%n", broker.bootstrapServers(), log);
    broker.awaitShutdown();
    return CommandLine.ExitCode.OK;
  }

  /** What a user can mend is said in one line; anything else keeps its stack trace. */
  private static int explain(Exception e) throws Exception {
    if (!(e instanceof VicinalException)) {
      throw e;
    }
    System.err.println("local-kafka: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
