package io.vicinal.testkit;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Records of a schema. */
public final class RecordGenerator {
  private RecordGenerator() {}

  /** The id with that number: the number itself, or a text that names it. */
  public static RecordId id(CollectionSchema schema, long number) {
    return schema.idType() == IdType.INT64 ? RecordId.of(number) : RecordId.of("key-" + number);
  }

  /**
   * A record of that id: vectors evenly spread, most sparse ones, attributes of any value, a third
   * of them null.
   */
  public static VectorRecord any(CollectionSchema schema, RecordId id, SplittableRandom random) {
    Map<String, DenseVector> vectors = new LinkedHashMap<>();
    for (VectorField field : schema.vectorFields()) {
      vectors.put(field.name(), VectorGenerator.uniform(field.dimension(), random));
    }
    Map<String, SparseVector> sparse = new LinkedHashMap<>();
    for (SparseField field : schema.sparseFields()) {
      if (random.nextInt(4) > 0) {
        sparse.put(field.name(), VectorGenerator.sparse(random));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Attribute attribute : schema.attributes()) {
      if (random.nextInt(3) > 0) {
        values.put(attribute.name(), ValueGenerator.any(attribute.type(), random));
      }
    }
    return new VectorRecord(id, vectors, sparse, values);
  }
}
