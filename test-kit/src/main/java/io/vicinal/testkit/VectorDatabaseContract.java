package io.vicinal.testkit;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link VectorDatabase} promises, sentence by sentence of the documentation, as tests.
 * A subclass says how to open an empty one:
 *
 * <pre>{@code
 * class EmbeddedDatabaseContractTest extends VectorDatabaseContract {
 *   @Override
 *   protected VectorDatabase open(Path directory) {
 *     return EmbeddedDatabase.open(directory, DatabaseOptions.DEFAULT);
 *   }
 * }
 * }</pre>
 *
 * <p>The tests are in interfaces by theme, whose default methods a subclass inherits with this
 * class. Random ones print their {@link Seed} when they fail.
 */
public abstract class VectorDatabaseContract
    implements CollectionContract,
        WriteContract,
        ReadContract,
        SearchContract,
        SelectionContract,
        GroupContract,
        MmrContract,
        FusionContract,
        SparseContract,
        ExamplesContract,
        FilterContract,
        ScanContract,
        RefusalContract,
        ConcurrencyContract,
        ModelContract {
  private VectorDatabase database;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // JUnit opens it before each test.
  protected VectorDatabaseContract() {}

  /**
   * Opens an empty database, which is closed after the test.
   *
   * @param directory an empty directory for it, deleted after the test
   */
  protected abstract VectorDatabase open(Path directory);

  /** Frees what {@link #open} needed, after the database was closed; nothing unless overridden. */
  protected void release() {}

  /** How many shards the collections of the tests have; 1 unless overridden. */
  protected int shards() {
    return 1;
  }

  @BeforeEach
  final void openDatabase(@TempDir Path directory) {
    database = open(directory);
  }

  @AfterEach
  final void closeDatabase() {
    database.close();
    release();
  }

  @Override
  public final VectorDatabase database() {
    return database;
  }

  @Override
  public final VectorCollection create(String name, CollectionSchema schema) {
    return database.createCollection(new CollectionSpec(name, schema, shards()));
  }

  @Override
  public final boolean writesAreVisibleTogether() {
    return shards() == 1;
  }
}
