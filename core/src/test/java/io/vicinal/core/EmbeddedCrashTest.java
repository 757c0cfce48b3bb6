package io.vicinal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.PowerFailure;
import io.vicinal.core.log.LogOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Lets the power fail after each operation on the disk of a life of a database, with rotations,
 * flushes and merges in it, and checks after the restart that the collection is as it was after
 * some write: not before the last acknowledged one, and not between two.
 */
class EmbeddedCrashTest {
  private static final CollectionSpec SPEC =
      CollectionSpec.of(
          "c",
          new CollectionSchema(
              IdType.STRING,
              List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
              List.of(new Attribute("n", ScalarType.INT64))));
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT
          .withLog(LogOptions.DEFAULT.withFileBytes(4096))
          .withGrowingLimits(7, 1L << 20);
  private static final int WRITES = 12;

  @Test
  void losesNoAcknowledgedWriteWhereverThePowerFails() {
    int states = 0;
    for (int crash = 1; ; crash++) {
      FaultyDirectory disk = FaultyDirectory.create().crashAfter(crash);
      Life life = new Life();
      boolean finished = life.live(disk);
      for (Unsynced unsynced : Unsynced.values()) {
        String where = "crash after " + crash + ", " + unsynced;
        check(disk.afterPowerFailure(unsynced, crash), life, where);
        states++;
      }
      if (finished) {
        break;
      }
    }
    assertThat(states).as("states of the disk").isGreaterThan(500);
  }

  private static void check(FaultyDirectory disk, Life life, String where) {
    // Twice: what the first opening leaves must be good, too.
    for (int opening = 1; opening <= 2; opening++) {
      try (EmbeddedDatabase database = open(disk)) {
        if (!database.collectionNames().contains("c")) {
          assertThat(life.created).as(where).isFalse();
          return;
        }
        EmbeddedCollection collection = database.collection("c");
        Map<RecordId, VectorRecord> found = records(collection);
        List<Map<RecordId, VectorRecord>> possible =
            life.states.subList(life.acknowledged, life.states.size());
        assertThat(possible).as(where).contains(found);
        assertThat(collection.statistics().records()).as(where).isEqualTo(found.size());
        SearchRequest all = SearchRequest.nearest("v", DenseVector.of(0, 0), 1000);
        assertThat(collection.search(all).neighbors()).as(where).hasSize(found.size());
      }
    }
  }

  private static EmbeddedDatabase open(FaultyDirectory disk) {
    return EmbeddedDatabase.open(disk, OPTIONS, DatabaseThreads.none());
  }

  private static Map<RecordId, VectorRecord> records(EmbeddedCollection collection) {
    Map<RecordId, VectorRecord> records = new TreeMap<>();
    try (RecordCursor cursor = collection.scan(ScanRequest.ALL)) {
      cursor.forEachRemaining(record -> records.put(record.id(), record));
    }
    return records;
  }

  /** What a writer did and what it was told, whatever happens to the disk. */
  private static final class Life {
    /** The records after so many writes. */
    private final List<Map<RecordId, VectorRecord>> states = new ArrayList<>(List.of(Map.of()));

    private int acknowledged;
    private boolean created;

    /** Returns whether the power lasted. */
    boolean live(FaultyDirectory disk) {
      try (EmbeddedDatabase database = open(disk)) {
        EmbeddedCollection collection = database.createCollection(SPEC);
        created = true;
        for (int i = 0; i < WRITES; i++) {
          write(collection, i);
          if (i % 5 == 4) {
            collection.flush();
          }
          if (i == 7) {
            collection.compact();
          }
        }
        return true;
      } catch (PowerFailure e) {
        return false;
      }
    }

    private void write(EmbeddedCollection collection, int i) {
      Map<RecordId, VectorRecord> after = new TreeMap<>(states.get(i));
      List<Mutation> mutations = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        VectorRecord record = record((3 * i + 5 * j) % 20, i);
        mutations.add(new Mutation.Upsert(record));
        after.put(record.id(), record);
      }
      RecordId gone = RecordId.of("k" + (i * 11) % 20);
      mutations.add(new Mutation.Delete(gone));
      after.remove(gone);
      states.add(after);
      collection.write(mutations);
      acknowledged = i + 1;
    }

    private static VectorRecord record(int key, int version) {
      return new VectorRecord(
          RecordId.of("k" + key),
          Map.of("v", DenseVector.of(key, version)),
          Map.of("n", (long) version));
    }
  }
}
