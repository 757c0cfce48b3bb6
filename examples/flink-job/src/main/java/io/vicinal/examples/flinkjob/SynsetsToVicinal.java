package io.vicinal.examples.flinkjob;

import io.vicinal.api.VicinalException;
import io.vicinal.examples.flinkjob.JobSettings.Extent;
import io.vicinal.flink.VicinalSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command that runs {@link SynsetJob}: in a cluster inside this process when it is started with
 * {@code java}, on a real one when it is submitted to that.
 */
@Command(
    name = "synsets-to-vicinal",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Keeps a collection equal to a topic of synsets: decodes, embeds, upserts and deletes."
            + " Prints one line when the job runs, and goes on until it is stopped.")
public final class SynsetsToVicinal implements Callable<Integer> {
  private static final String LOG_CONFIGURATION = "io/vicinal/examples/flinkjob/logback.xml";
  private static final Duration POLL = Duration.ofMillis(50);

  /** The node is asked at most so often, and a change waits at most so long for its batch. */
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(20);

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
      description = "The topic to read, created if absent.")
  private String topic = "";

  @Option(
      names = "--dead-letters",
      defaultValue = "synsets-dead-letters",
      paramLabel = "NAME",
      description = "The topic for messages that cannot be read, created if absent.")
  private String deadLetters = "";

  @Option(
      names = "--group",
      defaultValue = "synsets-to-vicinal",
      paramLabel = "NAME",
      description = "The consumer group that offsets are committed under, with each checkpoint.")
  private String group = "";

  @Option(
      names = "--uri",
      defaultValue = "grpc://127.0.0.1:8741",
      paramLabel = "URI",
      description = "The Vicinal node.")
  private String uri = "";

  @Option(
      names = "--collection",
      defaultValue = "synsets",
      paramLabel = "NAME",
      description = "The collection to write to, created if absent.")
  private String collection = "";

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      paramLabel = "N",
      description = "Tasks; more than the topic has partitions are idle.")
  private int parallelism;

  @Option(
      names = "--batch",
      defaultValue = "32",
      paramLabel = "N",
      description = "Texts to embed in one call of the model, at most.")
  private int batch;

  @Option(
      names = "--checkpoint-millis",
      defaultValue = "1000",
      paramLabel = "N",
      description = "From one checkpoint to the next.")
  private long checkpointMillis;

  @Option(
      names = "--bounded",
      description = "End when everything has been read that is in the topic at the start.")
  private boolean bounded;

  private SynsetsToVicinal() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", LOG_CONFIGURATION);
    System.exit(
        new CommandLine(new SynsetsToVicinal())
            .setExecutionExceptionHandler((e, command, parsed) -> explain(e))
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    JobSettings settings =
        new JobSettings(
            bootstrap,
            topic,
            deadLetters,
            group,
            bounded ? Extent.BOUNDED : Extent.UNBOUNDED,
            new BatchLimits(batch, BatchLimits.DEFAULT.patience()));
    VicinalSink<EmbeddedChange> sink =
        VicinalSink.<EmbeddedChange>builder()
            .setUri(uri)
            .setCollection(collection)
            .setCreateCollection(SynsetCollection.SCHEMA)
            .setConverter(SynsetCollection::mutation)
            .setFlushInterval(FLUSH_INTERVAL)
            .build();
    Topics.create(bootstrap, parallelism, topic, deadLetters);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            LocalCluster.configuration(parallelism, Duration.ofMillis(checkpointMillis)));
    SharedMiniLm embedder = new SharedMiniLm();
    SynsetJob.define(env, settings, embedder, sink);
    // In a cluster inside this process the tasks find the model open; elsewhere it costs a second.
    try (TextEmbedder.Session warm = embedder.open()) {
      warm.embedAll(List.of(topic));
      JobClient job = env.executeAsync("synsets to vicinal");
      awaitRunning(job);
      System.out.printf("ready: job %s reads %s, writes %s%n", job.getJobID(), topic, collection);
      job.getJobExecutionResult().get();
    }
    return CommandLine.ExitCode.OK;
  }

  /**
   * Waits until the job runs, or has already done all that there was to do.
   *
   * @throws ExecutionException why it did not come to that
   */
  static void awaitRunning(JobClient job) throws InterruptedException, ExecutionException {
    JobStatus status = job.getJobStatus().get();
    while (status != JobStatus.RUNNING && !status.isGloballyTerminalState()) {
      // Flink offers no other way to wait for a status than to ask.
      Thread.sleep(POLL.toMillis());
      status = job.getJobStatus().get();
    }
    if (status == JobStatus.FAILED || status == JobStatus.CANCELED) {
      // Throws what the job ended with.
      JobExecutionResult none = job.getJobExecutionResult().get();
      throw new IllegalStateException("job " + job.getJobID() + " is " + status + " with " + none);
    }
  }

  /**
   * What a user can mend is said in one line; anything else keeps its stack trace, and so does a
   * failed job, after a line with the first of its causes.
   */
  static int explain(Exception e) throws Exception {
    if (e instanceof ExecutionException) {
      System.err.println("synsets-to-vicinal: the job failed: " + firstCause(e));
    }
    if (!(e instanceof VicinalException)) {
      throw e;
    }
    System.err.println("synsets-to-vicinal: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static Throwable firstCause(Throwable thrown) {
    Throwable first = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      first = cause;
    }
    return first;
  }
}
