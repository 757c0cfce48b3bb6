package io.vicinal.cluster;

import io.vicinal.api.VectorDatabase;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The contract of a database, with the real replicated logs. */
class ShardedDatabaseContractTest {
  private static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(2, 2);

  @Nested
  class WithOneShard extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return ShardedDatabase.open(directory, OPTIONS);
    }
  }

  @Nested
  class WithThreeShards extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return ShardedDatabase.open(directory, OPTIONS.withGrowingLimits(5, 1L << 20));
    }

    @Override
    protected int shards() {
      return 3;
    }
  }
}
