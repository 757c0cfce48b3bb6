package io.vicinal.cluster;

import io.vicinal.api.VectorDatabase;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.cluster.ratis.RatisOptions;
import io.vicinal.cluster.ratis.RatisReplicatedLogs;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
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
  private static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(2, 2);

  private static @Nullable RatisReplicatedLogs server;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = RatisReplicatedLogs.start(directory, "node", new RatisOptions(256 << 10, 256 << 10));
  }

  @AfterAll
  static void closeServer() {
    if (server != null) {
      server.close();
    }
  }

  @Nested
  class WithOneShard extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return openOnServer(directory, OPTIONS);
    }
  }

  @Nested
  class WithThreeShards extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return openOnServer(directory, OPTIONS.withGrowingLimits(5, 1L << 20));
    }

    @Override
    protected int shards() {
      return 3;
    }
  }

  private static VectorDatabase openOnServer(Path directory, ShardedOptions options) {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    ReplicatedLogs logs = new OwnLogs(server);
    return ShardedDatabase.open(
        FileSystemDirectory.open(directory),
        options,
        new RootAllocator(),
        DatabaseThreads.start(options),
        node -> logs);
  }

  /** The logs of one database on a server with those of others, who never close it. */
  private static final class OwnLogs implements ReplicatedLogs {
    private final RatisReplicatedLogs server;
    private final Set<UUID> own = new HashSet<>();

    OwnLogs(RatisReplicatedLogs server) {
      this.server = server;
    }

    @Override
    public synchronized Set<UUID> onDisk() {
      return Set.copyOf(own);
    }

    @Override
    public synchronized ReplicatedLog open(
        UUID group, String name, ReplicatedStateMachine machine) {
      own.add(group);
      return server.open(group, name, machine);
    }

    @Override
    public synchronized void delete(UUID group) {
      own.remove(group);
      server.delete(group);
    }

    @Override
    public void close() {
      // The server has the logs until the last test ends; entries there are none any more.
    }
  }
}
