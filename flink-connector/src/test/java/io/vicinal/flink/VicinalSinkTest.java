package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a MiniCluster, against a node in the same process. */
final class VicinalSinkTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(new Attribute("version", ScalarType.INT64)));

  private TestNode node;

  @BeforeEach
  void startNode(@TempDir Path directory) {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  /** A change of key = n mod keys: an upsert of version n, or a delete where n mod 7 is 0. */
  static Mutation change(long n, int keys) {
    RecordId id = RecordId.of(n % keys);
    if (n % 7 == 0) {
      return new Mutation.Delete(id);
    }
    return new Mutation.Upsert(
        VectorRecord.of(id, "v", DenseVector.of((float) n, 1))
            .withAttributes(Map.of("version", n)));
  }

  static VicinalSinkBuilder<Long> sink(String uri, int keys) {
    return VicinalSink.<Long>builder()
        .setUri(uri)
        .setCollection("points")
        .setConverter(n -> change(n, keys));
  }

  /** Writes changes 1..n, each subtask its part of the keys. */
  private static StreamExecutionEnvironment job(
      long n, int keys, VicinalSinkBuilder<Long> sink, MapFunction<Long, Long> beforeSink) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    env.fromSequence(1, n)
        .setParallelism(1)
        .map(new KeepClose())
        .setParallelism(1)
        .keyBy(i -> i % keys)
        .map(new KeepClose.Follower(beforeSink))
        .sinkTo(sink.build());
    return env;
  }

  @Test
  void writesTheLastChangeOfEachKey() throws Exception {
    node.create(CollectionSpec.of("points", SCHEMA));
    job(10_000, 100, sink(node.uri(), 100).setBatchRows(64), n -> n).execute();
    assertThat(versions()).isEqualTo(lastChanges(10_000, 100));
  }

  @Test
  void createsTheCollectionIfThereIsNone() throws Exception {
    VicinalSinkBuilder<Long> sink = sink(node.uri(), 10).setCreateCollection(SCHEMA);
    job(20, 10, sink, n -> n).execute();
    job(30, 10, sink, n -> n).execute();
    assertThat(node.collection("points").schema()).isEqualTo(SCHEMA);
    assertThat(versions()).isEqualTo(lastChanges(30, 10));
  }

  @Test
  void endsRightWhenTheJobFailsAndStartsFromACheckpoint() throws Exception {
    node.create(CollectionSpec.of("points", SCHEMA));
    FailOnce.FAILED.set(false);
    VicinalSinkBuilder<Long> sink = sink(node.uri(), 100).setBatchRows(20);
    StreamExecutionEnvironment env = job(20_000, 100, sink, new FailOnce());
    env.enableCheckpointing(20);
    env.configure(
        new Configuration()
            .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
            .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1)
            .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO));
    env.execute();

    assertThat(FailOnce.FAILED).isTrue();
    assertThat(versions()).isEqualTo(lastChanges(20_000, 100));
  }

  @Test
  void goesOnWhenTheNodeStopsAndStartsInTheMiddleOfTheJob() throws Exception {
    node.create(CollectionSpec.of("points", SCHEMA));
    VicinalSinkBuilder<Long> sink = sink(node.uri(), 100).setBatchRows(20);
    HoldSecondHalf.REST.drainPermits();
    StreamExecutionEnvironment env = job(20_000, 100, sink, new HoldSecondHalf());
    env.enableCheckpointing(50);
    // A sink that gives up fails the job for good.
    env.configure(new Configuration().set(RestartStrategyOptions.RESTART_STRATEGY, "none"));
    JobClient running = env.executeAsync();
    await().until(() -> node.collection("points").statistics().records() > 0);
    node.restart(
        () -> {
          assertThat(running.getJobStatus().join()).isEqualTo(JobStatus.RUNNING);
          HoldSecondHalf.REST.release();
        });
    running.getJobExecutionResult().get();
    assertThat(versions()).isEqualTo(lastChanges(20_000, 100));
  }

  @Test
  void namesTheCollectionsWhenTheJobStartsWithoutIts() {
    node.create(CollectionSpec.of("others", SCHEMA));
    assertThatThrownBy(() -> job(1, 1, sink(node.uri(), 1), n -> n).execute())
        .hasStackTraceContaining("'points'")
        .hasStackTraceContaining("others");
  }

  @Test
  void refusesASinkWithoutConverter() {
    assertThatThrownBy(
            () -> VicinalSink.<Long>builder().setUri(node.uri()).setCollection("points").build())
        .hasMessage("a VicinalSink without setConverter; it has no default");
  }

  @Test
  void refusesOptionsOutsideTheirRange() {
    assertThatThrownBy(() -> sink(node.uri(), 1).setBatchRows(0).build())
        .hasMessage("sink option batchRows is 0; expected 1 or more");
  }

  /**
   * Lets a source run ahead of the sink by some records only: otherwise all of them lie in Flink's
   * buffers before the first checkpoint, which then is the last.
   */
  private static final class KeepClose extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private static final int AHEAD = 500;
    private static volatile Semaphore permits = new Semaphore(AHEAD);

    @Override
    public void open(OpenContext context) {
      permits = new Semaphore(AHEAD);
    }

    @Override
    public Long map(Long n) throws InterruptedException {
      permits.acquire();
      return n;
    }

    /** Stands before the sink. */
    private record Follower(MapFunction<Long, Long> step) implements MapFunction<Long, Long> {
      @Override
      public Long map(Long n) throws Exception {
        permits.release();
        return step.map(n);
      }
    }
  }

  /** Lets the second half of the changes pass only when it is told to. */
  private static final class HoldSecondHalf implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    static final Semaphore REST = new Semaphore(0);

    @Override
    public Long map(Long n) throws InterruptedException {
      if (n > 10_000) {
        REST.acquire();
        REST.release();
      }
      return n;
    }
  }

  /** Throws once, when checkpoints lie behind it. */
  private static final class FailOnce implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    static final AtomicBoolean FAILED = new AtomicBoolean();

    @Override
    public Long map(Long n) {
      if (n == 15_000 && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("injected");
      }
      return n;
    }
  }

  /** The versions that the node has, by id. */
  private Map<String, Object> versions() {
    Map<String, Object> versions = new TreeMap<>();
    node.records("points")
        .forEach(
            (id, record) ->
                versions.putAll(Map.of(id, record.attributes().getOrDefault("version", -1L))));
    return versions;
  }

  /** The versions that changes 1..n of so many keys leave, by id. */
  private static Map<String, Object> lastChanges(long n, int keys) {
    Map<String, Object> versions = new TreeMap<>();
    for (long i = Math.max(1, n - keys + 1); i <= n; i++) {
      if (i % 7 != 0) {
        versions.put(Long.toString(i % keys), i);
      }
    }
    return versions;
  }
}
