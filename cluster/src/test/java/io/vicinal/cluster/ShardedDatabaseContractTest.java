package io.vicinal.cluster;

import io.vicinal.api.VectorDatabase;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;

/**
 * The contract of a database, with simulated logs on a simulated disk; {@link
 * ShardedDatabaseContractIT} has real ones, and several shards.
 */
class ShardedDatabaseContractTest extends VectorDatabaseContract {
  static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(2, 2);

  @Override
  protected VectorDatabase open(Path directory) {
    return openSimulated(OPTIONS, SimulatedReplicatedLogs.create());
  }

  static VectorDatabase openSimulated(ShardedOptions options, SimulatedReplicatedLogs logs) {
    return ShardedDatabase.open(
        FaultyDirectory.create(),
        options,
        new RootAllocator(),
        DatabaseThreads.start(options),
        node -> logs);
  }
}
