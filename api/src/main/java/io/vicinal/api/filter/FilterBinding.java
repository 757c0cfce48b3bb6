package io.vicinal.api.filter;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits a filter to a schema: checks names and types, and turns every literal into the class of the
 * attribute that it is compared with. The package's documentation says what an evaluator may rely
 * on.
 */
public final class FilterBinding {
  private final CollectionSchema schema;

  private FilterBinding(CollectionSchema schema) {
    this.schema = schema;
  }

  /**
   * An equivalent filter whose literals are of the classes of their attributes. Binding a bound
   * filter again changes nothing.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, naming the fields that exist, or
   *     {@link ErrorCode#INVALID_FILTER}, naming the attribute, its type and the literal
   */
  public static Filter bind(Filter filter, CollectionSchema schema) {
    return new FilterBinding(schema).bind(filter);
  }

  private Filter bind(Filter filter) {
    if (filter instanceof Filter.Comparison comparison) {
      return comparison(comparison);
    }
    if (filter instanceof Filter.In in) {
      return in(in);
    }
    if (filter instanceof Filter.StartsWith like) {
      return startsWith(like);
    }
    if (filter instanceof Filter.IsNull isNull) {
      target(isNull.field());
      return isNull;
    }
    if (filter instanceof Filter.ArrayContains contains) {
      return arrayContains(contains);
    }
    if (filter instanceof Filter.And and) {
      return new Filter.And(and.operands().stream().map(this::bind).toList());
    }
    if (filter instanceof Filter.Or or) {
      return new Filter.Or(or.operands().stream().map(this::bind).toList());
    }
    return new Filter.Not(bind(((Filter.Not) filter).operand()));
  }

  private Filter comparison(Filter.Comparison filter) {
    FieldReference field = filter.field();
    ScalarType type = comparable(field);
    if (type == ScalarType.JSON) {
      return new Filter.Comparison(field, filter.operator(), jsonLiteral(field, filter.literal()));
    }
    LiteralPlace place = place(field, type, filter.literal());
    Object value = place.value();
    if (value != null && place.exact()) {
      return new Filter.Comparison(field, filter.operator(), value);
    }
    return switch (filter.operator()) {
      case EQUAL -> never(field, type);
      case NOT_EQUAL -> unlessNull(field, type);
      case LESS, LESS_OR_EQUAL ->
          value == null
              ? never(field, type)
              : new Filter.Comparison(field, Operator.LESS_OR_EQUAL, value);
      case GREATER, GREATER_OR_EQUAL ->
          value == null
              ? unlessNull(field, type)
              : new Filter.Comparison(field, Operator.GREATER, value);
    };
  }

  private Filter in(Filter.In filter) {
    FieldReference field = filter.field();
    ScalarType type = comparable(field);
    List<Object> values = new ArrayList<>();
    for (Object literal : filter.literals()) {
      if (type == ScalarType.JSON) {
        values.add(jsonLiteral(field, literal));
        continue;
      }
      LiteralPlace place = place(field, type, literal);
      Object value = place.value();
      if (value != null && place.exact()) {
        values.add(value);
      }
    }
    return values.isEmpty() ? never(field, type) : new Filter.In(field, values);
  }

  private Filter startsWith(Filter.StartsWith filter) {
    ScalarType type = comparable(filter.field());
    if (type != ScalarType.STRING && type != ScalarType.JSON) {
      throw mismatch(filter.field(), type, "LIKE", "a STRING or JSON attribute");
    }
    return filter;
  }

  private Filter arrayContains(Filter.ArrayContains filter) {
    FieldReference field = filter.field();
    AttributeType type = target(field);
    if (type == ScalarType.JSON) {
      return new Filter.ArrayContains(field, jsonLiteral(field, filter.literal()));
    }
    if (!(type instanceof ListType list)
        || list.element() == ScalarType.BINARY
        || list.element() == ScalarType.JSON) {
      throw mismatch(
          field, type, "ARRAY_CONTAINS", "a list of comparable values, or a JSON attribute");
    }
    LiteralPlace place =
        LiteralPlace.of(list.element(), filter.literal())
            .orElseThrow(
                () -> mismatch(field, type, describe(filter.literal()), literalOf(list.element())));
    Object value = place.value();
    if (value != null && place.exact()) {
      return new Filter.ArrayContains(field, value);
    }
    // False unless the list is null, then unknown: no element can equal the literal.
    Filter any = new Filter.ArrayContains(field, LiteralPlace.lowest(list.element()));
    return new Filter.And(List.of(any, new Filter.Not(any)));
  }

  /** False, or unknown where the field is null. */
  private static Filter never(FieldReference field, ScalarType type) {
    return new Filter.Comparison(field, Operator.LESS, LiteralPlace.lowest(type));
  }

  /** True, or unknown where the field is null. */
  private static Filter unlessNull(FieldReference field, ScalarType type) {
    return new Filter.Comparison(field, Operator.GREATER_OR_EQUAL, LiteralPlace.lowest(type));
  }

  /** The scalar type that a field is compared as. */
  private ScalarType comparable(FieldReference field) {
    AttributeType type = target(field);
    if (!(type instanceof ScalarType scalar)) {
      throw mismatch(field, type, "a comparison", "ARRAY_CONTAINS or IS NULL for a list");
    }
    if (scalar == ScalarType.BINARY) {
      throw mismatch(field, type, "a comparison", "IS NULL for binary values");
    }
    return scalar;
  }

  private AttributeType target(FieldReference field) {
    AttributeType type = type(field.name());
    if (type != ScalarType.JSON && !field.path().isEmpty()) {
      throw mismatch(field, type, "a path", "a path only into a JSON attribute");
    }
    return type;
  }

  private AttributeType type(String name) {
    if (name.equals(CollectionSchema.ID)) {
      return schema.idType() == IdType.INT64 ? ScalarType.INT64 : ScalarType.STRING;
    }
    Optional<Attribute> attribute = schema.findAttribute(name);
    if (attribute.isEmpty()) {
      throw unknown(name);
    }
    return attribute.get().type();
  }

  private VicinalException unknown(String name) {
    boolean vector = schema.findVectorField(name).map(VectorField::name).isPresent();
    List<String> known = new ArrayList<>(List.of(CollectionSchema.ID));
    schema.attributes().forEach(attribute -> known.add(attribute.name()));
    return new VicinalException(
        ErrorCode.UNKNOWN_FIELD,
        (vector ? "'" + name + "' in a filter is a vector field" : "no field '" + name + "'")
            + "; a filter may use "
            + known);
  }

  private static LiteralPlace place(FieldReference field, ScalarType type, Object literal) {
    return LiteralPlace.of(type, literal)
        .orElseThrow(() -> mismatch(field, type, describe(literal), literalOf(type)));
  }

  private static Object jsonLiteral(FieldReference field, Object literal) {
    if (literal instanceof String || literal instanceof Boolean) {
      return literal;
    }
    if (literal instanceof Long || literal instanceof Integer) {
      return ((Number) literal).longValue();
    }
    if (literal instanceof Double || literal instanceof Float) {
      double number = ((Number) literal).doubleValue();
      if (Double.isFinite(number)) {
        return number + 0.0;
      }
    }
    throw mismatch(
        field, ScalarType.JSON, describe(literal), "a string, a finite number, TRUE or FALSE");
  }

  private static String literalOf(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> "TRUE or FALSE";
      case INT32, INT64, FLOAT32, FLOAT64 -> "a number";
      case STRING -> "a string";
      case DATE -> TemporalText.DATE_FORM;
      case TIMESTAMP -> TemporalText.TIMESTAMP_FORM;
      case BINARY, JSON -> "no literal";
    };
  }

  private static String describe(Object literal) {
    return literal instanceof String
        ? "the string '" + literal + "'"
        : literal.getClass().getSimpleName() + " " + literal;
  }

  private static VicinalException mismatch(
      FieldReference field, AttributeType type, String found, String expected) {
    return FilterErrors.invalid(
        "filter on '"
            + FilterText.name(field)
            + "', which is "
            + type
            + ": found "
            + found
            + "; expected "
            + expected);
  }
}
