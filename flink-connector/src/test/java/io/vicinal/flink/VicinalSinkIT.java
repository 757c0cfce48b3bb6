package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.CollectionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink when the job or the node fails, in a MiniCluster, against a node in this process. */
final class VicinalSinkIT {
  @RegisterExtension static final MiniClusterExtension CLUSTER = SmallCluster.create();

  private TestNode node;

  @BeforeEach
  void startNode(@TempDir Path directory) {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void endsRightWhenTheJobFailsAndStartsFromACheckpoint() throws Exception {
    node.create(CollectionSpec.of("points", KeyedChanges.SCHEMA));
    FailOnce.FAILED.set(false);
    VicinalSinkBuilder<Long> sink = KeyedChanges.sink(node.uri(), 100).setBatchRows(20);
    StreamExecutionEnvironment env = KeyedChanges.job(20_000, 100, sink, new FailOnce());
    env.enableCheckpointing(20);
    env.configure(
        new Configuration()
            .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
            .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1)
            .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO));
    env.execute();

    assertThat(FailOnce.FAILED).isTrue();
    assertThat(KeyedChanges.versions(node)).isEqualTo(KeyedChanges.lastChanges(20_000, 100));
  }

  @Test
  void goesOnWhenTheNodeStopsAndStartsInTheMiddleOfTheJob() throws Exception {
    node.create(CollectionSpec.of("points", KeyedChanges.SCHEMA));
    VicinalSinkBuilder<Long> sink = KeyedChanges.sink(node.uri(), 100).setBatchRows(20);
    HoldSecondHalf.REST.drainPermits();
    StreamExecutionEnvironment env = KeyedChanges.job(20_000, 100, sink, new HoldSecondHalf());
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
    assertThat(KeyedChanges.versions(node)).isEqualTo(KeyedChanges.lastChanges(20_000, 100));
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
}
