package io.vicinal.examples.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.VicinalException;
import io.vicinal.examples.wordnet.PartOfSpeech;
import io.vicinal.examples.wordnet.WordNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that publishes synsets and reports, as JSON, what the broker acknowledged. */
@Command(
    name = "publish-synsets",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Publishes WordNet synsets to a Kafka topic in Avro, keyed by id.")
public final class PublishSynsets implements Callable<Integer> {
  private static final String LOG_CONFIGURATION = "io/vicinal/examples/producer/logback.xml";

  @Option(
      names = "--bootstrap",
      defaultValue = "127.0.0.1:9092",
      paramLabel = "HOST:PORT",
      description = "The Kafka broker.")
  private String bootstrap = "";

  @Option(
      names = "--topic",
      defaultValue = "synsets",
      paramLabel = "NAME",
      description = "The topic, created if absent.")
  private String topic = "";

  @Option(
      names = "--partitions",
      defaultValue = "2",
      paramLabel = "N",
      description = "Partitions of the topic if it is created.")
  private int partitions;

  @Option(
      names = "--part-of-speech",
      defaultValue = "NOUN",
      paramLabel = "P",
      description = "Which synsets: ${COMPLETION-CANDIDATES}.")
  private PartOfSpeech partOfSpeech = PartOfSpeech.NOUN;

  @Option(
      names = "--records",
      defaultValue = "3000",
      paramLabel = "N",
      description = "Synsets to publish, at equal distances in WordNet.")
  private int records;

  @Option(
      names = "--updates",
      defaultValue = "0.05",
      paramLabel = "SHARE",
      description = "Share of them that is published again with another text.")
  private double updates;

  @Option(
      names = "--deletes",
      defaultValue = "0.05",
      paramLabel = "SHARE",
      description = "Share of them that is deleted afterwards.")
  private double deletes;

  @Option(
      names = "--malformed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Messages to add that cannot be read.")
  private int malformed;

  @Option(
      names = "--phase",
      defaultValue = "ALL",
      paramLabel = "PHASE",
      description =
          "What to publish now: ${COMPLETION-CANDIDATES}. CREATE and then CHANGE, with the same"
              + " other options, publish what ALL does.")
  private PublishPlan.Phase phase = PublishPlan.Phase.ALL;

  @Option(
      names = "--rate",
      defaultValue = "Infinity",
      paramLabel = "R",
      description = "Messages a second, at most.")
  private double rate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Chooses what is updated and deleted.")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report there instead of to standard output.")
  private @Nullable Path report;

  private PublishSynsets() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", LOG_CONFIGURATION);
    System.exit(
        new CommandLine(new PublishSynsets())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, command, parsed) -> explain(e))
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PublishPlan plan =
        PublishPlan.of(
                WordNet.sample(partOfSpeech, Math.max(0, records)),
                updates,
                deletes,
                malformed,
                seed)
            .only(phase);
    try (SynsetPublisher publisher =
        SynsetPublisher.open(bootstrap, topic, partitions, Clock.systemUTC())) {
      write(publisher.publish(plan, rate > 0 ? rate : SynsetPublisher.UNLIMITED));
    }
    return CommandLine.ExitCode.OK;
  }

  private void write(PublishReport published) throws IOException {
    String json = new ObjectMapper().writeValueAsString(published);
    if (report == null) {
      System.out.println(json);
    } else {
      Files.writeString(report, json);
    }
  }

  /** What a user can mend is said in one line; anything else keeps its stack trace. */
  private static int explain(Exception e) throws Exception {
    if (!(e instanceof VicinalException)) {
      throw e;
    }
    System.err.println("publish-synsets: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
