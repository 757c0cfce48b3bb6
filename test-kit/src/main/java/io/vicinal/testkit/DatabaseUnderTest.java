package io.vicinal.testkit;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the themes of the contract work with. */
interface DatabaseUnderTest {
  /** Points of the plane with a number and a text. */
  CollectionSchema POINTS =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(
              new Attribute("number", ScalarType.INT64), new Attribute("text", ScalarType.STRING)));

  /** The database, which was empty when the test began. */
  VectorDatabase database();

  /** Creates a collection. */
  VectorCollection create(String name, CollectionSchema schema);

  /** Whether a reader never sees a part of a write. */
  boolean writesAreVisibleTogether();

  /** A collection of {@link #POINTS}. */
  default VectorCollection points() {
    return create("points", POINTS);
  }

  /** The point (x, y) with the number x. */
  static VectorRecord point(long id, float x, float y) {
    return new VectorRecord(
        RecordId.of(id),
        Map.of("v", DenseVector.of(x, y)),
        Map.of("number", (long) x, "text", "point " + id));
  }

  /** Integer ids. */
  static List<RecordId> ids(long... ids) {
    return Arrays.stream(ids).mapToObj(RecordId::of).toList();
  }

  /** The records of a scan, which is closed. */
  static List<VectorRecord> all(RecordCursor cursor) {
    List<VectorRecord> records = new ArrayList<>();
    try (cursor) {
      cursor.forEachRemaining(records::add);
    }
    return records;
  }

  /** Every record of a collection by id; fails when an id comes twice. */
  static Map<RecordId, VectorRecord> records(VectorCollection collection) {
    Map<RecordId, VectorRecord> records = new TreeMap<>();
    for (VectorRecord record : all(collection.scan(ScanRequest.ALL))) {
      if (records.put(record.id(), record) != null) {
        throw new AssertionError("two records with id " + record.id());
      }
    }
    return records;
  }
}
