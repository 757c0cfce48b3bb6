package io.vicinal.testkit;

import static io.vicinal.testkit.ValueGenerator.oneOf;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Filters that fit a schema, with literals of every class that a parser produces. */
public final class FilterGenerator {
  private static final List<Object> NUMBERS =
      List.of(
          0L,
          1L,
          -1L,
          2L,
          (1L << 53) + 1,
          3_000_000_000L,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          0.0,
          -0.0,
          0.1,
          1.0,
          2.5,
          -1.5,
          1e300,
          -1e300,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);
  private static final List<Object> DAYS =
      List.of(
          LocalDate.EPOCH,
          LocalDate.of(2024, 2, 29),
          LocalDate.MAX,
          "2024-02-29",
          "1969-12-31",
          ScalarType.MIN_DATE);
  private static final List<Object> MOMENTS =
      List.of(
          Instant.EPOCH,
          Instant.parse("2024-02-29T12:00:00.000001500Z"),
          Instant.parse("2024-02-29T12:00:00.000001Z"),
          Instant.MIN,
          LocalDate.of(2024, 2, 29),
          "2024-02-29",
          "1969-12-31T23:59:59.999999Z");
  private static final List<Object> INSIDE_JSON =
      List.of(1L, 2L, 2.5, -1.5, "a", "ab", "true", true, false, (1L << 53) + 1, 1e20);
  private static final List<List<String>> PATHS =
      List.of(
          List.of(),
          List.of("n"),
          List.of("s"),
          List.of("b"),
          List.of("o"),
          List.of("l"),
          List.of("o", "n"),
          List.of("o", "s"),
          List.of("n", "x"));

  private final CollectionSchema schema;
  private final SplittableRandom random;

  private FilterGenerator(CollectionSchema schema, SplittableRandom random) {
    this.schema = schema;
    this.random = random;
  }

  /** A filter over the id and the attributes, up to three operators deep. */
  public static Filter any(CollectionSchema schema, SplittableRandom random) {
    return new FilterGenerator(schema, random).tree(random.nextInt(4));
  }

  private Filter tree(int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Filter.And(several(() -> tree(depth - 1), 2));
      case 1 -> new Filter.Or(several(() -> tree(depth - 1), 2));
      default -> new Filter.Not(tree(depth - 1));
    };
  }

  private Filter leaf() {
    int chosen = random.nextInt(schema.attributes().size() + 1);
    if (chosen == schema.attributes().size()) {
      boolean number = schema.idType() == IdType.INT64;
      return ofType(
          FieldReference.of(CollectionSchema.ID), number ? ScalarType.INT64 : ScalarType.STRING);
    }
    Attribute attribute = schema.attributes().get(chosen);
    boolean json = attribute.type() == ScalarType.JSON;
    List<String> path = json ? oneOf(PATHS, random) : List.of();
    return ofType(new FieldReference(attribute.name(), path), attribute.type());
  }

  private Filter ofType(FieldReference field, AttributeType type) {
    if (random.nextInt(6) == 0 || type == ScalarType.BINARY) {
      return new Filter.IsNull(field);
    }
    if (type instanceof ListType list) {
      boolean comparable = list.element() != ScalarType.BINARY && list.element() != ScalarType.JSON;
      return comparable
          ? new Filter.ArrayContains(field, literal(list.element()))
          : new Filter.IsNull(field);
    }
    ScalarType scalar = (ScalarType) type;
    boolean textual = scalar == ScalarType.STRING || scalar == ScalarType.JSON;
    return switch (random.nextInt(4)) {
      case 0 -> new Filter.In(field, several(() -> literal(scalar), 1));
      case 1 -> textual ? new Filter.StartsWith(field, text()) : comparison(field, scalar);
      case 2 ->
          scalar == ScalarType.JSON
              ? new Filter.ArrayContains(field, literal(scalar))
              : comparison(field, scalar);
      default -> comparison(field, scalar);
    };
  }

  private Filter comparison(FieldReference field, ScalarType type) {
    Filter.Operator operator = oneOf(List.of(Filter.Operator.values()), random);
    return new Filter.Comparison(field, operator, literal(type));
  }

  private Object literal(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT32, INT64, FLOAT32, FLOAT64 ->
          random.nextInt(3) == 0 ? (Object) (long) random.nextInt(60) : oneOf(NUMBERS, random);
      case STRING -> text();
      case DATE -> oneOf(DAYS, random);
      case TIMESTAMP -> oneOf(MOMENTS, random);
      case JSON -> oneOf(INSIDE_JSON, random);
      case BINARY -> throw new IllegalStateException("binary values are not compared");
    };
  }

  /** A text of an attribute or the beginning of a generated id. */
  private String text() {
    return random.nextBoolean() ? ValueGenerator.text(random) : "key-" + random.nextInt(60);
  }

  private <T> List<T> several(Supplier<T> source, int atLeast) {
    return Stream.generate(source).limit(atLeast + random.nextInt(3)).toList();
  }
}
