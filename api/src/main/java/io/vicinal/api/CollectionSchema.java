package io.vicinal.api;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the records of a collection look like: the type of the key {@value #ID}, one or more vector
 * fields, sparse ones, and attributes. Immutable.
 *
 * @param idType the type of the primary key
 * @param vectorFields one or more; every record has a vector in each
 * @param sparseFields may be empty; a record may lack a vector in any
 * @param attributes may be empty; all are nullable
 */
public record CollectionSchema(
    IdType idType,
    List<VectorField> vectorFields,
    List<SparseField> sparseFields,
    List<Attribute> attributes) {
  /** The name of the primary key's column. */
  public static final String ID = "id";

  /** Refuses an empty list of vector fields and names that occur twice. */
  public CollectionSchema {
    vectorFields = List.copyOf(vectorFields);
    sparseFields = List.copyOf(sparseFields);
    attributes = List.copyOf(attributes);
    if (vectorFields.isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "a schema without a vector field; expected one or more");
    }
    Set<String> seen = new HashSet<>();
    names(vectorFields, sparseFields, attributes)
        .filter(name -> !seen.add(name))
        .findFirst()
        .ifPresent(CollectionSchema::refuseDuplicate);
  }

  /** A schema without sparse fields. */
  public CollectionSchema(
      IdType idType, List<VectorField> vectorFields, List<Attribute> attributes) {
    this(idType, vectorFields, List.of(), attributes);
  }

  /** The vector field of that name, if there is one. */
  public Optional<VectorField> findVectorField(String name) {
    return vectorFields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The sparse field of that name, if there is one. */
  public Optional<SparseField> findSparseField(String name) {
    return sparseFields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The attribute of that name, if there is one. */
  public Optional<Attribute> findAttribute(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  /**
   * The vector field of that name.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, naming the fields that exist
   */
  public VectorField vectorField(String name) {
    return findVectorField(name)
        .orElseThrow(
            () ->
                new VicinalException(
                    ErrorCode.UNKNOWN_FIELD,
                    "no vector field '"
                        + name
                        + "'; the vector fields are "
                        + vectorFields.stream().map(VectorField::name).toList()));
  }

  /**
   * The sparse field of that name.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, naming the sparse fields that exist
   */
  public SparseField sparseField(String name) {
    return findSparseField(name)
        .orElseThrow(
            () ->
                new VicinalException(
                    ErrorCode.UNKNOWN_FIELD,
                    "no sparse vector field '"
                        + name
                        + "'; the sparse vector fields are "
                        + sparseFields.stream().map(SparseField::name).toList()));
  }

  /**
   * The attribute of that name.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, naming the attributes that exist
   */
  public Attribute attribute(String name) {
    return findAttribute(name)
        .orElseThrow(
            () ->
                new VicinalException(
                    ErrorCode.UNKNOWN_FIELD,
                    "no attribute '"
                        + name
                        + "'; the attributes are "
                        + attributes.stream().map(Attribute::name).toList()));
  }

  /**
   * The names of everything that a record may have: the id, vector fields, sparse ones, attributes.
   */
  public List<String> fieldNames() {
    return Stream.concat(Stream.of(ID), names(vectorFields, sparseFields, attributes)).toList();
  }

  /**
   * Refuses a record that does not fit.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}, {@link ErrorCode#INVALID_VECTOR} or,
   *     for a vector or attribute that the schema lacks, {@link ErrorCode#UNKNOWN_FIELD}
   */
  public void check(VectorRecord record) {
    checkId(record.id());
    String owner = "record " + record.id();
    for (VectorField field : vectorFields) {
      DenseVector vector = record.vectors().get(field.name());
      if (vector == null) {
        throw new VicinalException(
            ErrorCode.INVALID_RECORD,
            owner + " has no vector in field '" + field.name() + "'; every vector field needs one");
      }
      field.check(vector, owner);
    }
    record.vectors().keySet().forEach(this::vectorField);
    record.sparseVectors().keySet().forEach(this::sparseField);
    record.attributes().forEach((name, value) -> checkAttribute(owner, attribute(name), value));
  }

  /**
   * Refuses an id of the wrong type.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}
   */
  public void checkId(RecordId id) {
    if (id.type() != idType) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD, "id " + id + " is " + id.type() + "; expected " + idType);
    }
  }

  private static void checkAttribute(String owner, Attribute attribute, Object value) {
    if (!attribute.type().accepts(value)) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          owner
              + ", attribute '"
              + attribute.name()
              + "': "
              + value.getClass().getSimpleName()
              + " '"
              + value
              + "'; expected "
              + attribute.type()
              + (value instanceof String ? " (of text: well-formed Unicode)" : ""));
    }
  }

  private static Stream<String> names(
      List<VectorField> vectorFields, List<SparseField> sparseFields, List<Attribute> attributes) {
    return Stream.of(
            vectorFields.stream().map(VectorField::name),
            sparseFields.stream().map(SparseField::name),
            attributes.stream().map(Attribute::name))
        .flatMap(each -> each);
  }

  private static void refuseDuplicate(String name) {
    throw new VicinalException(
        ErrorCode.INVALID_ARGUMENT, "field name '" + name + "' occurs twice; names are unique");
  }
}
