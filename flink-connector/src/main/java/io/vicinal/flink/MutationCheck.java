package io.vicinal.flink;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a change fits a schema. Says the same as {@link CollectionSchema#check}, which
 * makes strings and copies for its messages, but allocates nothing for a change that fits.
 */
final class MutationCheck {
  private final CollectionSchema schema;
  private final VectorField[] vectorFields;
  private final Set<String> sparseFields;
  private final Map<String, AttributeType> attributes;

  MutationCheck(CollectionSchema schema) {
    this.schema = schema;
    this.vectorFields = schema.vectorFields().toArray(VectorField[]::new);
    this.sparseFields =
        schema.sparseFields().stream().map(SparseField::name).collect(Collectors.toSet());
    this.attributes =
        schema.attributes().stream().collect(Collectors.toMap(Attribute::name, Attribute::type));
  }

  /**
   * Refuses a change that does not fit.
   *
   * @throws VicinalException as {@link CollectionSchema#check} does
   */
  void check(Mutation mutation) {
    if (mutation instanceof Mutation.Upsert upsert) {
      if (!fits(upsert.record())) {
        schema.check(upsert.record());
      }
    } else {
      schema.checkId(mutation.id());
    }
  }

  private boolean fits(VectorRecord record) {
    if (record.id().type() != schema.idType() || record.vectors().size() != vectorFields.length) {
      return false;
    }
    for (VectorField field : vectorFields) {
      DenseVector vector = record.vectors().get(field.name());
      if (vector == null || !fits(field, vector)) {
        return false;
      }
    }
    for (String sparse : record.sparseVectors().keySet()) {
      if (!sparseFields.contains(sparse)) {
        return false;
      }
    }
    for (Map.Entry<String, Object> attribute : record.attributes().entrySet()) {
      AttributeType type = attributes.get(attribute.getKey());
      if (type == null || !type.accepts(attribute.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(VectorField field, DenseVector vector) {
    if (vector.dimension() != field.dimension()) {
      return false;
    }
    boolean zero = true;
    for (int i = 0; i < vector.dimension(); i++) {
      float component = vector.component(i);
      if (!Float.isFinite(component)) {
        return false;
      }
      zero &= component == 0;
    }
    return !(zero && field.metric() == Metric.COSINE);
  }
}
