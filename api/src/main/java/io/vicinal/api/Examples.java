package io.vicinal.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a search looks for, by examples of what is wanted and of what is not: a recommendation. The
 * records that are examples are not among its neighbours.
 *
 * @param positives what is wanted, one or more
 * @param negatives what is not; may be empty
 * @param strategy how they describe what is looked for
 */
public record Examples(List<Example> positives, List<Example> negatives, ExampleStrategy strategy)
    implements SearchQuery {
  /** The most examples. */
  public static final int MAX_EXAMPLES = 1000;

  /** Refuses no positive example, and too many. */
  public Examples {
    positives = List.copyOf(positives);
    negatives = List.copyOf(negatives);
    if (positives.isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "no positive example; expected one or more");
    }
    if (positives.size() + negatives.size() > MAX_EXAMPLES) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          (positives.size() + negatives.size()) + " examples; expected at most " + MAX_EXAMPLES);
    }
  }

  /** What is like these. */
  public static Examples of(Example... positives) {
    return new Examples(List.of(positives), List.of(), ExampleStrategy.AVERAGE);
  }

  /** What is like the positive examples, but not like these. */
  public Examples unlike(Example... others) {
    return new Examples(positives, List.of(others), strategy);
  }

  /** The ids among the examples, each once. */
  public Set<RecordId> ids() {
    Set<RecordId> ids = new LinkedHashSet<>();
    Stream.concat(positives.stream(), negatives.stream())
        .forEach(
            example -> {
              if (example instanceof RecordId id) {
                ids.add(id);
              }
            });
    return ids;
  }

  /**
   * Refuses examples that do not fit. Whether there are records of the ids is seen by the search.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} or {@link ErrorCode#INVALID_RECORD}
   */
  public void check(CollectionSchema schema, VectorField field) {
    ids().forEach(schema::checkId);
    checkVectors(field, positives, "positive");
    checkVectors(field, negatives, "negative");
  }

  private static void checkVectors(VectorField field, List<Example> examples, String kind) {
    for (int i = 0; i < examples.size(); i++) {
      if (examples.get(i) instanceof DenseVector vector) {
        field.check(vector, kind + " example " + i);
      }
    }
  }
}
