package io.vicinal.api;

import io.vicinal.api.filter.FieldReference;
import io.vicinal.api.filter.Filter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The one vector that examples describe; see {@link ExampleStrategy#AVERAGE}. */
final class ExampleAverage {
  private final VectorField field;
  private final Map<RecordId, DenseVector> stored;

  private ExampleAverage(VectorField field, Map<RecordId, DenseVector> stored) {
    this.field = field;
    this.stored = stored;
  }

  /** The request for the neighbours of that vector, without the records that are examples. */
  static SearchRequest resolve(
      SearchRequest request, Examples examples, VectorCollection collection) {
    VectorField field = collection.schema().vectorField(request.vectorField());
    Set<RecordId> ids = examples.ids();
    ExampleAverage average = new ExampleAverage(field, stored(field, ids, collection));
    DenseVector query = average.of(examples);
    field.check(query, "the average of the examples");
    SearchRequest plain = request.withQuery(query);
    if (ids.isEmpty()) {
      return plain;
    }
    Filter others = new Filter.Not(isOneOf(ids));
    return plain.where(
        request
            .filter()
            .<Filter>map(filter -> new Filter.And(List.of(filter, others)))
            .orElse(others));
  }

  private static Map<RecordId, DenseVector> stored(
      VectorField field, Set<RecordId> ids, VectorCollection collection) {
    Map<RecordId, DenseVector> stored = new HashMap<>();
    for (VectorRecord record : collection.get(List.copyOf(ids), Projection.of(field.name()))) {
      stored.put(record.id(), Objects.requireNonNull(record.vectors().get(field.name())));
    }
    List<RecordId> unknown = ids.stream().filter(id -> !stored.containsKey(id)).toList();
    if (!unknown.isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "no records "
              + unknown
              + " in collection '"
              + collection.name()
              + "', which are examples; expected ids of records, or vectors");
    }
    return stored;
  }

  private static Filter isOneOf(Set<RecordId> ids) {
    List<Object> literals =
        ids.stream()
            .map(
                id -> id instanceof RecordId.Int64 number ? (Object) number.value() : id.toString())
            .toList();
    return new Filter.In(FieldReference.of(CollectionSchema.ID), literals);
  }

  private DenseVector of(Examples examples) {
    double[] wanted = mean(examples.positives());
    double[] unwanted = examples.negatives().isEmpty() ? wanted : mean(examples.negatives());
    float[] average = new float[wanted.length];
    for (int i = 0; i < average.length; i++) {
      average[i] = (float) (wanted[i] + (wanted[i] - unwanted[i]));
    }
    return DenseVector.of(average);
  }

  private double[] mean(List<Example> examples) {
    double[] mean = new double[field.dimension()];
    for (Example example : examples) {
      DenseVector vector =
          example instanceof DenseVector given
              ? given
              : Objects.requireNonNull(stored.get((RecordId) example));
      double length = field.metric() == Metric.COSINE ? length(vector) : 1;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector.component(i) / length;
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= examples.size();
    }
    return mean;
  }

  private static double length(DenseVector vector) {
    double squares = 0;
    for (int i = 0; i < vector.dimension(); i++) {
      squares += (double) vector.component(i) * vector.component(i);
    }
    return Math.sqrt(squares);
  }
}
