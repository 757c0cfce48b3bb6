package io.vicinal.core;

import io.vicinal.api.VectorDatabase;
import io.vicinal.core.log.LogOptions;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The contract of a database, in the ways that an embedded one can be used. */
class EmbeddedDatabaseContractTest {
  /** Segments are sealed after a few rows, so that merges are under way all the time. */
  static final DatabaseOptions TINY =
      DatabaseOptions.DEFAULT
          .withGrowingLimits(5, 1L << 20)
          .withLog(LogOptions.DEFAULT.withFileBytes(4096));

  @Nested
  class AsItComes extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return EmbeddedDatabase.open(directory, DatabaseOptions.DEFAULT);
    }
  }

  @Nested
  class WithTinySegments extends VectorDatabaseContract {
    @Override
    protected VectorDatabase open(Path directory) {
      return EmbeddedDatabase.open(directory, TINY);
    }
  }
}
