package io.vicinal.core.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ListType;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FieldReference;
import io.vicinal.api.filter.Filter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a bound filter on one record, in three-valued logic, as the words of the filter
 * package say it: slow, and written without a look at the evaluator that it checks.
 */
final class FilterOracle {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final CollectionSchema schema;

  FilterOracle(CollectionSchema schema) {
    this.schema = schema;
  }

  /** True, false, or null for unknown. */
  @Nullable Boolean evaluate(Filter filter, VectorRecord record) {
    if (filter instanceof Filter.And and) {
      return conjunction(and.operands(), record);
    } else if (filter instanceof Filter.Or or) {
      List<Filter> negated = or.operands().stream().<Filter>map(Filter.Not::new).toList();
      return not(conjunction(negated, record));
    } else if (filter instanceof Filter.Not not) {
      return not(evaluate(not.operand(), record));
    } else if (filter instanceof Filter.IsNull isNull) {
      return value(isNull.field(), record) == null;
    } else if (filter instanceof Filter.Comparison comparison) {
      return compare(comparison, value(comparison.field(), record));
    } else if (filter instanceof Filter.In in) {
      List<Filter> equal =
          in.literals().stream()
              .<Filter>map(l -> new Filter.Comparison(in.field(), Filter.Operator.EQUAL, l))
              .map(Filter.Not::new)
              .map(Filter.class::cast)
              .toList();
      return not(conjunction(equal, record));
    } else if (filter instanceof Filter.StartsWith like) {
      Object value = value(like.field(), record);
      return value instanceof String text ? (Boolean) text.startsWith(like.prefix()) : null;
    }
    Filter.ArrayContains contains = (Filter.ArrayContains) filter;
    if (!(value(contains.field(), record) instanceof List<?> list)) {
      return null;
    }
    return list.stream().anyMatch(each -> Objects.equals(order(each, contains.literal()), 0));
  }

  private @Nullable Boolean conjunction(List<Filter> operands, VectorRecord record) {
    List<@Nullable Boolean> values = new ArrayList<>();
    operands.forEach(operand -> values.add(evaluate(operand, record)));
    if (values.contains(false)) {
      return false;
    }
    return values.contains(null) ? null : (Boolean) true;
  }

  private static @Nullable Boolean not(@Nullable Boolean value) {
    return value == null ? null : (Boolean) !value;
  }

  private static @Nullable Boolean compare(Filter.Comparison filter, @Nullable Object value) {
    Integer order = value == null ? null : order(value, filter.literal());
    if (order == null) {
      return null;
    }
    return switch (filter.operator()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  /** The order of two values of one kind; null if they are of different kinds. */
  private static @Nullable Integer order(Object value, Object literal) {
    if (value instanceof String a && literal instanceof String b) {
      return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    } else if (value instanceof Number a && literal instanceof Number b) {
      return order(a, b);
    } else if (value instanceof Boolean a && literal instanceof Boolean b) {
      return Boolean.compare(a, b);
    } else if (value instanceof LocalDate a && literal instanceof LocalDate b) {
      return a.compareTo(b);
    } else if (value instanceof Instant a && literal instanceof Instant b) {
      return a.compareTo(b);
    }
    return null;
  }

  private static int order(Number a, Number b) {
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (Double.isFinite(x) && Double.isFinite(y)) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    }
    return Double.compare(x, y);
  }

  private @Nullable Object value(FieldReference field, VectorRecord record) {
    if (field.name().equals(CollectionSchema.ID)) {
      return record.id() instanceof RecordId.Int64 number
          ? (Object) number.value()
          : record.id().toString();
    }
    Object value = record.attributes().get(field.name());
    if (value == null || schema.attribute(field.name()).type() instanceof ListType) {
      return value;
    }
    return schema.attribute(field.name()).type() == ScalarType.JSON
        ? json((String) value, field.path())
        : value;
  }

  private static @Nullable Object json(String text, List<String> path) {
    try {
      JsonNode node = JSON.readTree(text);
      for (String key : path) {
        node = node.path(key);
      }
      return json(node);
    } catch (JsonProcessingException e) {
      // What is no JSON has no values.
      return null;
    }
  }

  private static @Nullable Object json(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    } else if (node.isTextual()) {
      return node.textValue();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    } else if (node.isNumber()) {
      return node.isIntegralNumber() && node.canConvertToLong()
          ? (Object) node.longValue()
          : (Object) node.doubleValue();
    } else if (node.isArray()) {
      List<Object> values = new ArrayList<>();
      for (JsonNode element : node) {
        Object value = json(element);
        values.add(value == null ? Void.class : value);
      }
      return values;
    }
    return node;
  }
}
