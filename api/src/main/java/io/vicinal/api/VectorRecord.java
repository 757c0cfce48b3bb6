package io.vicinal.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record: id, vectors by field name, attributes by name. Immutable.
 *
 * <p>An attribute that is null is absent from the map. A record returned by a read holds what the
 * read's {@link Projection} asked for and nothing else.
 *
 * @param id the primary key
 * @param vectors by name of the vector field
 * @param sparseVectors by name of the sparse field; those that the record lacks are absent
 * @param attributes by name; each value is of the class that {@link ScalarType#javaClass()} names,
 *     or a list of such
 */
public record VectorRecord(
    RecordId id,
    Map<String, DenseVector> vectors,
    Map<String, SparseVector> sparseVectors,
    Map<String, Object> attributes) {
  /** Copies the maps and leaves out attributes whose value is null. */
  public VectorRecord {
    vectors = Map.copyOf(vectors);
    sparseVectors = Map.copyOf(sparseVectors);
    Map<String, Object> present = new LinkedHashMap<>();
    attributes.forEach(
        (String name, @Nullable Object value) -> {
          if (value != null) {
            present.put(name, value);
          }
        });
    attributes = Collections.unmodifiableMap(present);
  }

  /** A record without sparse vectors. */
  public VectorRecord(
      RecordId id, Map<String, DenseVector> vectors, Map<String, Object> attributes) {
    this(id, vectors, Map.of(), attributes);
  }

  /** A record with one vector and no attributes. */
  public static VectorRecord of(RecordId id, String vectorField, DenseVector vector) {
    return new VectorRecord(id, Map.of(vectorField, vector), Map.of());
  }

  /** This record with other attributes. */
  public VectorRecord withAttributes(Map<String, Object> replacement) {
    return new VectorRecord(id, vectors, sparseVectors, replacement);
  }

  /** This record with other sparse vectors. */
  public VectorRecord withSparseVectors(Map<String, SparseVector> replacement) {
    return new VectorRecord(id, vectors, replacement, attributes);
  }
}
