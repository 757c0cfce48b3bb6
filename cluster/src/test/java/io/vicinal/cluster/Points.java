package io.vicinal.cluster;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Records whose content says what it should be: points on the x axis. */
final class Points {
  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(new Attribute("n", ScalarType.INT64)));

  private Points() {}

  static CollectionSpec spec(int shards) {
    return new CollectionSpec("points", SCHEMA, shards);
  }

  static VectorRecord point(long id) {
    return point(id, 10 * id);
  }

  static VectorRecord point(long id, long n) {
    return new VectorRecord(
        RecordId.of(id), Map.of("v", DenseVector.of((float) id, 0)), Map.of("n", n));
  }

  /** The points from {@code from} up to but without {@code to}. */
  static List<VectorRecord> points(long from, long to) {
    return LongStream.range(from, to).mapToObj(Points::point).toList();
  }

  /** Every record by id; fails when an id comes twice. */
  static Map<RecordId, VectorRecord> all(VectorCollection collection) {
    Map<RecordId, VectorRecord> records = new TreeMap<>();
    try (RecordCursor cursor = collection.scan(ScanRequest.ALL)) {
      cursor.forEachRemaining(
          record -> {
            if (records.put(record.id(), record) != null) {
              throw new AssertionError("two records with id " + record.id());
            }
          });
    }
    return records;
  }
}
