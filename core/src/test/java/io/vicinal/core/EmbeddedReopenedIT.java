package io.vicinal.core;

import io.vicinal.api.VectorDatabase;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;

/**
 * The contract, recovering before each call from segments and from the log, also under scans that
 * are open. Thousands of openings take their time.
 */
class EmbeddedReopenedIT extends VectorDatabaseContract {
  @Override
  protected VectorDatabase open(Path directory) {
    DatabaseOptions options = EmbeddedDatabaseContractTest.TINY.withGrowingLimits(40, 1L << 20);
    return ReopenedDatabase.over(() -> EmbeddedDatabase.open(directory, options));
  }
}
