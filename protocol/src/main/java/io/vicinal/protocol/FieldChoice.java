package io.vicinal.protocol;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which field a search is of, where its document may leave the name out. */
final class FieldChoice {
  private FieldChoice() {}

  /**
   * The name of the field searched. Whether it takes the query is checked with the request.
   *
   * @param field the name in the document, if there is one
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, or {@link ErrorCode#INVALID_ARGUMENT}
   *     if no field is named and the collection has none of the query's kind or several
   */
  static String of(CollectionSchema schema, @Nullable String field, SearchQuery query) {
    if (field != null && schema.findSparseField(field).isPresent()) {
      return field;
    }
    return query instanceof SparseVector ? sparse(schema, field) : dense(schema, field).name();
  }

  /**
   * The field of a search for dense vectors.
   *
   * @throws VicinalException as {@link #of} does
   */
  static VectorField dense(CollectionSchema schema, @Nullable String field) {
    if (field != null) {
      return schema.vectorField(field);
    }
    if (schema.vectorFields().size() > 1) {
      throw notNamed(
          "of a collection with several vector fields",
          schema.vectorFields().stream().map(VectorField::name).toList());
    }
    return schema.vectorFields().get(0);
  }

  private static String sparse(CollectionSchema schema, @Nullable String field) {
    if (field != null) {
      return field;
    }
    if (schema.sparseFields().size() != 1) {
      throw notNamed(
          "for a sparse vector", schema.sparseFields().stream().map(SparseField::name).toList());
    }
    return schema.sparseFields().get(0).name();
  }

  private static VicinalException notNamed(String search, List<String> fields) {
    return new VicinalException(
        ErrorCode.INVALID_ARGUMENT,
        "no key 'field' in a search " + search + "; expected one of " + fields);
  }
}
