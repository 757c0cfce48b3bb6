package io.vicinal.core.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.CodePointOrder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * The values at a path inside the JSON documents of a column. A missing key, a JSON null, a text
 * that is no JSON, and a value of another type than the literal all count as null.
 */
final class JsonValues implements FieldValues {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final VarCharVector documents;
  private final List<String> path;

  JsonValues(FieldVector documents, List<String> path) {
    this.documents = (VarCharVector) documents;
    this.path = path;
  }

  @Override
  public boolean isNull(int row) {
    return value(row).isMissingNode();
  }

  @Override
  public IntPredicate test(IntPredicate onOrder, Object literal) {
    return row -> {
      OptionalInt order = order(value(row), literal);
      return order.isPresent() && onOrder.test(order.getAsInt());
    };
  }

  @Override
  public IntPredicate isIn(List<Object> literals, boolean wanted) {
    return row -> {
      JsonNode value = value(row);
      boolean comparable = true;
      boolean found = false;
      for (Object literal : literals) {
        OptionalInt order = order(value, literal);
        comparable &= order.isPresent();
        found |= order.isPresent() && order.getAsInt() == 0;
      }
      // As a chain of OR: false only if each comparison is.
      return wanted ? found : comparable && !found;
    };
  }

  @Override
  public IntPredicate startsWith(String prefix, boolean wanted) {
    return where(JsonNode::isTextual, value -> value.textValue().startsWith(prefix) == wanted);
  }

  @Override
  public IntPredicate contains(Object literal, boolean wanted) {
    return where(
        JsonNode::isArray,
        array -> {
          boolean found = false;
          for (JsonNode element : array) {
            OptionalInt order = order(element, literal);
            found |= order.isPresent() && order.getAsInt() == 0;
          }
          return found == wanted;
        });
  }

  private IntPredicate where(Predicate<JsonNode> type, Predicate<JsonNode> test) {
    return row -> {
      JsonNode value = value(row);
      return type.test(value) && test.test(value);
    };
  }

  /** The value, or the missing node where it counts as null. */
  private JsonNode value(int row) {
    JsonNode missing = JSON.missingNode();
    if (documents.isNull(row)) {
      return missing;
    }
    JsonNode node;
    try {
      node = JSON.readTree(new String(documents.get(row), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      // Documents are not checked when they are written: what is no JSON has no values.
      return missing;
    }
    for (String key : path) {
      node = node.path(key);
    }
    return node.isNull() ? missing : node;
  }

  private static OptionalInt order(JsonNode value, Object literal) {
    if (value.isTextual() && literal instanceof String text) {
      return OptionalInt.of(CodePointOrder.compare(value.textValue(), text));
    }
    if (value.isBoolean() && literal instanceof Boolean truth) {
      return OptionalInt.of(Boolean.compare(value.booleanValue(), truth));
    }
    if (value.isNumber() && literal instanceof Number number) {
      return OptionalInt.of(compareNumbers(value, number));
    }
    return OptionalInt.empty();
  }

  /** By exact value; what is no int64 in the document counts as the nearest float64. */
  private static int compareNumbers(JsonNode value, Number literal) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return BigDecimal.valueOf(value.longValue()).compareTo(exact(literal));
    }
    double number = value.doubleValue();
    return Double.isInfinite(number)
        ? Double.compare(number, 0)
        : new BigDecimal(number).compareTo(exact(literal));
  }

  private static BigDecimal exact(Number literal) {
    return literal instanceof Double
        ? new BigDecimal(literal.doubleValue())
        : BigDecimal.valueOf(literal.longValue());
  }
}
