package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.VectorDatabase;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.cluster.ratis.RatisOptions;
import io.vicinal.cluster.ratis.RatisReplicatedLogs;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a database, with real replicated logs. All of them are kept by one server,
 * because a server takes a second to close; each database sees its own logs only.
 */
class ShardedDatabaseContractIT {
  /** Segments are sealed after a few rows. */
  private static final ShardedOptions OPTIONS =
      ShardedOptions.DEFAULT.withThreads(2, 2).withGrowingLimits(5, 1L << 20);

  private static final ExecutorService closing = Executors.newCachedThreadPool();
  private static @Nullable RatisReplicatedLogs server;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = RatisReplicatedLogs.start(directory, "node", new RatisOptions(256 << 10, 256 << 10));
  }

  @AfterAll
  static void closeServer() throws InterruptedException {
    closing.shutdown();
    assertThat(closing.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    if (server != null) {
      server.close();
    }
  }

  @Nested
  class WithThreeShards extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return openOnServer(directory);
    }

    @Override
    protected int shards() {
      return 3;
    }
  }

  /** With simulated logs, into which every larger write goes in slices. */
  @Nested
  class WithSlicedWrites extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return ShardedDatabaseContractTest.openSimulated(
          OPTIONS, SimulatedReplicatedLogs.create(2000));
    }

    @Override
    protected int shards() {
      return 3;
    }
  }

  private static VectorDatabase openOnServer(Path directory) {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    ReplicatedLogs logs = new OwnLogs(server);
    return ShardedDatabase.open(
        FileSystemDirectory.open(directory),
        OPTIONS,
        new RootAllocator(),
        DatabaseThreads.start(OPTIONS),
        node -> logs);
  }

  /** The logs of one database on a server with those of others. */
  private static final class OwnLogs implements ReplicatedLogs {
    private final RatisReplicatedLogs server;
    private final Set<UUID> own = ConcurrentHashMap.newKeySet();

    OwnLogs(RatisReplicatedLogs server) {
      this.server = server;
    }

    @Override
    public Set<UUID> onDisk() {
      return Set.copyOf(own);
    }

    @Override
    public ReplicatedLog open(UUID group, String name, ReplicatedStateMachine machine) {
      own.add(group);
      return server.open(group, name, machine);
    }

    @Override
    public void delete(UUID group) {
      own.remove(group);
      server.delete(group);
    }

    @Override
    public void close() {
      own.forEach(group -> closing.execute(() -> server.delete(group)));
    }
  }
}
