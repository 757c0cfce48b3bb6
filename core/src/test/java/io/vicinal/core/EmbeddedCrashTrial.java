package io.vicinal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.io.CrashTrial;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.log.LogOptions;
import io.vicinal.testkit.WriteHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The life of a database with rotations, flushes and a merge in it. */
final class EmbeddedCrashTrial implements CrashTrial {
  private static final CollectionSpec SPEC =
      CollectionSpec.of(
          "c",
          new CollectionSchema(
              IdType.STRING,
              List.of(VectorField.of("v", 2, Metric.EUCLIDEAN).with(Storage.MAPPED)),
              List.of(new Attribute("n", ScalarType.INT64))));
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT
          .withLog(LogOptions.DEFAULT.withFileBytes(4096))
          .withGrowingLimits(7, 1L << 20);
  private static final int WRITES = 12;

  private final WriteHistory history = new WriteHistory();
  private boolean created;

  @Override
  public void live(FaultyDirectory disk) {
    try (EmbeddedDatabase database = open(disk)) {
      EmbeddedCollection collection = database.createCollection(SPEC);
      created = true;
      for (int i = 0; i < WRITES; i++) {
        history.write(collection, mutations(i));
        if (i % 5 == 4) {
          collection.flush();
        }
        if (i == 7) {
          collection.compact();
        }
      }
    }
  }

  @Override
  public void check(FaultyDirectory disk, String where) {
    // Twice: what the first opening leaves must be good, too.
    for (int opening = 1; opening <= 2; opening++) {
      try (EmbeddedDatabase database = open(disk)) {
        if (!database.collectionNames().contains("c")) {
          assertThat(created).as(where).isFalse();
          return;
        }
        history.check(database.collection("c"), where);
      }
    }
  }

  private static EmbeddedDatabase open(FaultyDirectory disk) {
    return EmbeddedDatabase.open(disk, OPTIONS, DatabaseThreads.none());
  }

  private static List<Mutation> mutations(int write) {
    List<Mutation> mutations = new ArrayList<>();
    for (int j = 0; j < 3; j++) {
      int key = (3 * write + 5 * j) % 20;
      mutations.add(
          new Mutation.Upsert(
              new VectorRecord(
                  RecordId.of("k" + key),
                  Map.of("v", DenseVector.of(key, write)),
                  Map.of("n", (long) write))));
    }
    mutations.add(new Mutation.Delete(RecordId.of("k" + (write * 11) % 20)));
    return mutations;
  }
}
