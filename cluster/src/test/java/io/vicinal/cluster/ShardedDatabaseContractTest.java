package io.vicinal.cluster;

import io.vicinal.api.VectorDatabase;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Nested;

/** The contract of a database, with simulated logs; with real ones it is an integration test. */
class ShardedDatabaseContractTest {
  private static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(2, 2);

  @Nested
  class WithOneShard extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return openSimulated(directory, OPTIONS, SimulatedReplicatedLogs.create());
    }
  }

  /** Segments are sealed after a few rows, and large writes are cut into slices. */
  @Nested
  class WithThreeShards extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return openSimulated(
          directory, OPTIONS.withGrowingLimits(5, 1L << 20), SimulatedReplicatedLogs.create(2000));
    }

    @Override
    protected int shards() {
      return 3;
    }
  }

  private static VectorDatabase openSimulated(
      Path directory, ShardedOptions options, SimulatedReplicatedLogs logs) {
    return ShardedDatabase.open(
        FileSystemDirectory.open(directory),
        options,
        new RootAllocator(),
        DatabaseThreads.start(options),
        node -> logs);
  }
}
