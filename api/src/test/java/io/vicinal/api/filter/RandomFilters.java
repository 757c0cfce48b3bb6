package io.vicinal.api.filter;

import io.vicinal.api.ScalarType;
import io.vicinal.api.filter.Filter.Operator;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Filters of any shape, with awkward names and literals. */
final class RandomFilters {
  private static final List<String> NAMES =
      List.of("a", "Year_2", "_x", "date", "timestamp", "and", "Null", "my key", "a\"b", "ü`", "1");
  private static final List<String> TEXTS =
      List.of("", "plain", "it's", "50%", "a_b", "\\", "\\%_", "\u0001\n", "𝄞 ü", "--", "'\"`");
  private static final List<Double> DECIMALS =
      List.of(
          0.0,
          -0.0,
          0.1,
          1e300,
          -2.5e-300,
          Double.MIN_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);
  private static final List<Long> INTEGERS =
      List.of(0L, -1L, 3_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE);

  private final Random random;

  RandomFilters(Random random) {
    this.random = random;
  }

  Filter next(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf();
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Filter.And(several(() -> next(depth - 1), 2));
      case 1 -> new Filter.Or(several(() -> next(depth - 1), 2));
      default -> new Filter.Not(next(depth - 1));
    };
  }

  private Filter leaf() {
    FieldReference field = new FieldReference(any(NAMES), path());
    return switch (random.nextInt(5)) {
      case 0 -> new Filter.Comparison(field, any(List.of(Operator.values())), literal());
      case 1 -> new Filter.In(field, several(this::literal, 1));
      case 2 -> new Filter.StartsWith(field, any(TEXTS));
      case 3 -> new Filter.IsNull(field);
      default -> new Filter.ArrayContains(field, literal());
    };
  }

  private List<String> path() {
    return Stream.generate(() -> any(NAMES)).limit(Math.max(0, random.nextInt(5) - 2)).toList();
  }

  private Object literal() {
    return switch (random.nextInt(7)) {
      case 0 -> any(TEXTS);
      case 1 -> random.nextBoolean();
      case 2 -> any(INTEGERS);
      case 3 -> random.nextLong();
      case 4 -> random.nextBoolean() ? any(DECIMALS) : random.nextGaussian();
      case 5 -> LocalDate.ofEpochDay(random.nextInt());
      default ->
          ScalarType.MIN_TIMESTAMP
              .plus(random.nextLong() >>> 1, ChronoUnit.MICROS)
              .plusNanos(random.nextInt(1000));
    };
  }

  private <T> List<T> several(Supplier<T> source, int atLeast) {
    return Stream.generate(source).limit(atLeast + random.nextInt(3)).toList();
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
