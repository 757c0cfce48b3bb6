package io.vicinal.testkit;

import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FieldReference;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterBinding;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Filters as their documentation defines them, one record at a time, from the tree as it was
 * written: what the binding rewrites, this compares as it stands. The binding is asked only whether
 * the filter fits the schema.
 */
final class FilterOracle {
  private final Filter filter;
  private final CollectionSchema schema;

  private FilterOracle(Filter filter, CollectionSchema schema) {
    this.filter = filter;
    this.schema = schema;
  }

  /** Refuses a filter that does not fit. */
  static FilterOracle of(Filter filter, CollectionSchema schema) {
    FilterBinding.bind(filter, schema);
    return new FilterOracle(filter, schema);
  }

  boolean passes(VectorRecord record) {
    return truth(filter, record) == Truth.TRUE;
  }

  private Truth truth(Filter condition, VectorRecord record) {
    if (condition instanceof Filter.And and) {
      return Truth.all(and.operands().stream().map(each -> truth(each, record)).toList());
    }
    if (condition instanceof Filter.Or or) {
      return Truth.any(or.operands().stream().map(each -> truth(each, record)).toList());
    }
    if (condition instanceof Filter.Not not) {
      return truth(not.operand(), record).not();
    }
    if (condition instanceof Filter.IsNull isNull) {
      return Truth.of(value(isNull.field(), record) == null);
    }
    if (condition instanceof Filter.Comparison comparison) {
      return compare(comparison.field(), comparison.operator(), comparison.literal(), record);
    }
    if (condition instanceof Filter.In in) {
      return Truth.any(
          in.literals().stream()
              .map(literal -> compare(in.field(), Filter.Operator.EQUAL, literal, record))
              .toList());
    }
    if (condition instanceof Filter.StartsWith like) {
      return value(like.field(), record) instanceof String text
          ? Truth.of(text.startsWith(like.prefix()))
          : Truth.UNKNOWN;
    }
    return contains((Filter.ArrayContains) condition, record);
  }

  private Truth compare(
      FieldReference field, Filter.Operator operator, Object literal, VectorRecord record) {
    Object value = value(field, record);
    if (value == null) {
      return Truth.UNKNOWN;
    }
    OptionalInt order = order(type(field.name()), value, literal);
    return order.isEmpty() ? Truth.UNKNOWN : Truth.of(holds(operator, order.getAsInt()));
  }

  private Truth contains(Filter.ArrayContains condition, VectorRecord record) {
    if (!(value(condition.field(), record) instanceof List<?> list)) {
      return Truth.UNKNOWN;
    }
    AttributeType type = type(condition.field().name());
    AttributeType element = type instanceof ListType typed ? typed.element() : type;
    return Truth.of(
        list.stream()
            .anyMatch(each -> order(element, each, condition.literal()).equals(OptionalInt.of(0))));
  }

  private static OptionalInt order(AttributeType type, Object value, Object literal) {
    return type == ScalarType.JSON
        ? ValueOrder.ofJson(value, literal)
        : OptionalInt.of(ValueOrder.of(value, literal));
  }

  private static boolean holds(Filter.Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private AttributeType type(String name) {
    if (name.equals(CollectionSchema.ID)) {
      return schema.idType() == IdType.INT64 ? ScalarType.INT64 : ScalarType.STRING;
    }
    return schema.attribute(name).type();
  }

  /** The value that a field stands for, null where there is none. */
  private @Nullable Object value(FieldReference field, VectorRecord record) {
    if (field.name().equals(CollectionSchema.ID)) {
      return record.id() instanceof RecordId.Int64 number
          ? (Object) number.value()
          : record.id().toString();
    }
    Object value = record.attributes().get(field.name());
    if (value == null || type(field.name()) != ScalarType.JSON) {
      return value;
    }
    return JsonText.at(JsonText.parse((String) value), field.path());
  }
}
