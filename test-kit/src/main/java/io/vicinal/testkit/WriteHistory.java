package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.DenseVector;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a writer wrote to a collection and what it was told, whatever happens to the database. Each
 * write is atomic: the collection is always as it was after one of them. For one thread.
 */
public final class WriteHistory {
  private static final int MOST_RECORDS = 1000;

  /** The records after so many writes. */
  private final List<Map<RecordId, VectorRecord>> states = new ArrayList<>(List.of(Map.of()));

  private int acknowledged;

  /** Makes a write, which counts as acknowledged unless it throws. */
  public void write(VectorCollection collection, List<Mutation> mutations) {
    Map<RecordId, VectorRecord> after = new TreeMap<>(states.get(states.size() - 1));
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Upsert upsert) {
        after.put(upsert.id(), upsert.record());
      } else {
        after.remove(mutation.id());
      }
    }
    states.add(after);
    collection.write(mutations);
    acknowledged = states.size() - 1;
  }

  /**
   * Checks that a collection is as it was after some write: not before the last acknowledged one,
   * and not between two. Scan, count and search must agree.
   *
   * @param collection of at most {@value #MOST_RECORDS} records
   * @param where for messages
   */
  public void check(VectorCollection collection, String where) {
    Map<RecordId, VectorRecord> found = new TreeMap<>();
    try (RecordCursor cursor = collection.scan(ScanRequest.ALL)) {
      cursor.forEachRemaining(record -> found.put(record.id(), record));
    }
    assertThat(states.subList(acknowledged, states.size())).as(where).contains(found);
    assertThat(collection.statistics().records()).as(where).isEqualTo(found.size());
    VectorField field = collection.schema().vectorFields().get(0);
    DenseVector origin = DenseVector.of(new float[field.dimension()]);
    SearchRequest all = SearchRequest.nearest(field.name(), origin, MOST_RECORDS);
    assertThat(collection.search(all).neighbors()).as(where).hasSize(found.size());
  }
}
