package io.vicinal.api;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which fields a read returns beside the id.
 *
 * @param kind how the fields are chosen
 * @param names the chosen fields if the kind is {@link Kind#NAMED}, otherwise empty
 */
public record Projection(Kind kind, List<String> names) {
  /** How the fields of a projection are chosen. */
  public enum Kind {
    /** Nothing but the id. */
    ID_ONLY,
    /** All attributes, no vectors. */
    ATTRIBUTES,
    /** Every attribute and vector. */
    ALL,
    /** The fields named. */
    NAMED
  }

  /** Nothing but the id. */
  public static final Projection ID_ONLY = new Projection(Kind.ID_ONLY, List.of());

  /** All attributes, no vectors. */
  public static final Projection ATTRIBUTES = new Projection(Kind.ATTRIBUTES, List.of());

  /** Every attribute and vector. */
  public static final Projection ALL = new Projection(Kind.ALL, List.of());

  /** Copies the names. */
  public Projection {
    names = List.copyOf(names);
    if (kind != Kind.NAMED && !names.isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "projection " + kind + " with names " + names);
    }
  }

  /** The named vector fields and attributes. */
  public static Projection of(String... names) {
    return new Projection(Kind.NAMED, List.of(names));
  }

  /** The names of the attributes returned, in the order of the schema. */
  public List<String> attributes(CollectionSchema schema) {
    Stream<String> all = schema.attributes().stream().map(Attribute::name);
    return switch (kind) {
      case ID_ONLY -> List.of();
      case ATTRIBUTES, ALL -> all.toList();
      case NAMED -> all.filter(names::contains).toList();
    };
  }

  /** The names of the vector fields returned, in the order of the schema. */
  public List<String> vectorFields(CollectionSchema schema) {
    Stream<String> all = schema.vectorFields().stream().map(VectorField::name);
    return switch (kind) {
      case ID_ONLY, ATTRIBUTES -> List.of();
      case ALL -> all.toList();
      case NAMED -> all.filter(names::contains).toList();
    };
  }

  /** The names of the sparse fields returned, in the order of the schema. */
  public List<String> sparseFields(CollectionSchema schema) {
    Stream<String> all = schema.sparseFields().stream().map(SparseField::name);
    return switch (kind) {
      case ID_ONLY, ATTRIBUTES -> List.of();
      case ALL -> all.toList();
      case NAMED -> all.filter(names::contains).toList();
    };
  }

  /**
   * Refuses names that the schema lacks; the id may be named and is returned anyway.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}
   */
  public void check(CollectionSchema schema) {
    List<String> fields = schema.fieldNames();
    for (String name : names) {
      if (!fields.contains(name)) {
        throw new VicinalException(
            ErrorCode.UNKNOWN_FIELD, "no field '%s'; the fields are %s".formatted(name, fields));
      }
    }
  }
}
