package io.vicinal.core.filter;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import io.vicinal.api.filter.FieldReference;
import io.vicinal.api.filter.Filter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random filters that fit a schema, with literals such as its random records have. */
final class RandomConditions {
  private final CollectionSchema schema;
  private final SplittableRandom random;

  RandomConditions(CollectionSchema schema, SplittableRandom random) {
    this.schema = schema;
    this.random = random;
  }

  Filter next(int depth) {
    int kind = depth == 0 ? 3 : random.nextInt(5);
    return switch (kind) {
      case 0 -> new Filter.And(operands(depth));
      case 1 -> new Filter.Or(operands(depth));
      case 2 -> new Filter.Not(next(depth - 1));
      default -> condition();
    };
  }

  private List<Filter> operands(int depth) {
    return IntStream.range(0, 2 + random.nextInt(2)).mapToObj(i -> next(depth - 1)).toList();
  }

  private Filter condition() {
    if (random.nextInt(12) == 0) {
      return scalar(
          FieldReference.of(CollectionSchema.ID),
          schema.idType() == IdType.INT64 ? ScalarType.INT64 : ScalarType.STRING);
    }
    Attribute attribute = schema.attributes().get(random.nextInt(schema.attributes().size()));
    FieldReference field = FieldReference.of(attribute.name());
    if (random.nextInt(6) == 0 || attribute.type() == ScalarType.BINARY) {
      return new Filter.IsNull(field);
    } else if (attribute.type() instanceof ListType list) {
      return new Filter.ArrayContains(field, literal(list.element()));
    } else if (attribute.type() == ScalarType.JSON) {
      return json(attribute.name());
    }
    return scalar(field, (ScalarType) attribute.type());
  }

  private Filter json(String name) {
    return switch (random.nextInt(5)) {
      case 0 -> scalar(new FieldReference(name, List.of("n")), ScalarType.INT64);
      case 1 -> scalar(new FieldReference(name, List.of("n")), ScalarType.STRING);
      case 2 -> scalar(new FieldReference(name, List.of("s", "t")), ScalarType.STRING);
      case 3 -> new Filter.IsNull(new FieldReference(name, List.of("s", "u")));
      default ->
          new Filter.ArrayContains(
              new FieldReference(name, List.of("n")), (long) random.nextInt(9));
    };
  }

  private Filter scalar(FieldReference field, ScalarType type) {
    if (random.nextInt(4) == 0) {
      List<Object> literals =
          IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> literal(type)).toList();
      return new Filter.In(field, literals);
    } else if (type == ScalarType.STRING && random.nextInt(3) == 0) {
      String text = (String) literal(type);
      return new Filter.StartsWith(field, text.substring(0, random.nextInt(text.length() + 1)));
    }
    Filter.Operator[] operators = Filter.Operator.values();
    return new Filter.Comparison(field, operators[random.nextInt(operators.length)], literal(type));
  }

  private Object literal(ScalarType type) {
    int number = random.nextInt(20);
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT32, INT64 ->
          random.nextInt(5) == 0 ? (Object) (number + 0.5) : (Object) (long) number;
      case FLOAT32, FLOAT64 -> number / 8.0;
      case STRING, JSON -> random.nextInt(5) == 0 ? "key-" + number : "text-" + number + "é";
      case DATE -> LocalDate.ofEpochDay(19_000 + number);
      case TIMESTAMP -> Instant.ofEpochSecond(1_700_000_000L + number, 123_000);
      case BINARY -> throw new IllegalArgumentException("binary values have no literal");
    };
  }
}
