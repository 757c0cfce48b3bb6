package io.vicinal.api.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter.Operator;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  private static final FieldReference YEAR = FieldReference.of("year");
  private static final Filter NEW = new Filter.Comparison(YEAR, Operator.GREATER, 2000L);
  private static final Filter OLD = new Filter.Comparison(YEAR, Operator.LESS, 1900L);
  private static final Filter UNDATED = new Filter.IsNull(YEAR);

  @Test
  void parsingUndoesPrinting() {
    long seed = Long.getLong("vicinal.seed", System.nanoTime());
    RandomFilters filters = new RandomFilters(new Random(seed));
    for (int i = 0; i < 5_000; i++) {
      Filter filter = filters.next(5);
      String sql = FilterText.toSql(filter);
      assertThat(FilterParser.parse(sql)).as("-Dvicinal.seed=%s: %s", seed, sql).isEqualTo(filter);
    }
  }

  /** Instants have years that dates do not. */
  @Test
  void printsAndReadsTheFirstAndTheLastInstant() {
    for (Instant instant : List.of(Instant.MIN, Instant.MAX)) {
      Filter filter = new Filter.Comparison(YEAR, Operator.LESS, instant);
      assertThat(FilterParser.parse(FilterText.toSql(filter))).isEqualTo(filter);
    }
  }

  @ParameterizedTest
  @CsvSource({"=,EQUAL", "<>,NOT_EQUAL", "!=,NOT_EQUAL", "<,LESS", "<=,LESS_OR_EQUAL"})
  void readsComparisonOperators(String symbol, Operator operator) {
    assertThat(FilterParser.parse("year" + symbol + "7"))
        .isEqualTo(new Filter.Comparison(YEAR, operator, 7L));
  }

  @Test
  void bindsNotBeforeAndBeforeOr() {
    assertThat(FilterParser.parse("NOT year IS NULL AND year > 2000 OR year < 1900"))
        .isEqualTo(
            new Filter.Or(List.of(new Filter.And(List.of(new Filter.Not(UNDATED), NEW)), OLD)));
    assertThat(FilterParser.parse("year < 1900 or (year > 2000 and year is null)"))
        .isEqualTo(new Filter.Or(List.of(OLD, new Filter.And(List.of(NEW, UNDATED)))));
  }

  @Test
  void readsBetweenAsTwoComparisons() {
    Filter between =
        new Filter.And(
            List.of(
                new Filter.Comparison(YEAR, Operator.GREATER_OR_EQUAL, 1L),
                new Filter.Comparison(YEAR, Operator.LESS_OR_EQUAL, 9L)));
    assertThat(FilterParser.parse("year BETWEEN 1 AND 9")).isEqualTo(between);
    assertThat(FilterParser.parse("year NOT BETWEEN 1 AND 9 AND year IS NULL"))
        .isEqualTo(new Filter.And(List.of(new Filter.Not(between), UNDATED)));
  }

  @Test
  void readsNegatedMembership() {
    assertThat(FilterParser.parse("year NOT IN (1, 2.5)"))
        .isEqualTo(new Filter.Not(new Filter.In(YEAR, List.of(1L, 2.5))));
    assertThat(FilterParser.parse("year IS NOT NULL")).isEqualTo(new Filter.Not(UNDATED));
    assertThat(FilterParser.parse("year NOT LIKE 'ab%'"))
        .isEqualTo(new Filter.Not(new Filter.StartsWith(YEAR, "ab")));
  }

  @Test
  void readsLikeWithoutWildcardAsEquality() {
    assertThat(FilterParser.parse("year LIKE 'ab'"))
        .isEqualTo(new Filter.Comparison(YEAR, Operator.EQUAL, "ab"));
    assertThat(FilterParser.parse("year LIKE '50!%%' ESCAPE '!'"))
        .isEqualTo(new Filter.StartsWith(YEAR, "50%"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "-12 | java.lang.Long | -12",
        "9223372036854775807 | java.lang.Long | 9223372036854775807",
        "9223372036854775808 | java.lang.Double | 9.223372036854775807E18",
        "-9223372036854775808 | java.lang.Long | -9223372036854775808",
        "-9223372036854775809 | java.lang.Double | -9.223372036854775809E18",
        "+0000000000000000000000000000012 | java.lang.Long | 12",
        "-00000000000000000000000000000000 | java.lang.Long | 0",
        "10000000000000000000 | java.lang.Double | 1e19",
        ".5 | java.lang.Double | 0.5",
        "1. | java.lang.Double | 1.0",
        "+2e-3 | java.lang.Double | 0.002",
        "true | java.lang.Boolean | true",
        "'it''s' | java.lang.String | it's",
      })
  void readsLiterals(String sql, Class<?> type, String text) {
    Object literal = literal("year = " + sql);
    assertThat(literal).isInstanceOf(type);
    if (literal instanceof Double number) {
      assertThat(number).isEqualTo(Double.parseDouble(text));
    } else {
      assertThat(literal).hasToString(text);
    }
  }

  @Test
  void readsDatesAndTimestamps() {
    assertThat(literal("year = date '2026-01-31'")).isEqualTo(LocalDate.of(2026, 1, 31));
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");
    for (String text :
        List.of("2026-01-31T12:00:00Z", "2026-01-31 12:00:00", "2026-01-31 14:00:00+02:00")) {
      assertThat(literal("year = TIMESTAMP '" + text + "'")).as(text).isEqualTo(noon);
    }
  }

  @Test
  void readsQuotedNamesAndPaths() {
    assertThat(FilterParser.parse("payload.\"my key\".`b` IS NULL"))
        .isEqualTo(new Filter.IsNull(new FieldReference("payload", List.of("my key", "b"))));
    assertThat(FilterParser.parse("\"and\" IS NULL AND date IS NULL"))
        .isEqualTo(
            new Filter.And(
                List.of(
                    new Filter.IsNull(FieldReference.of("and")),
                    new Filter.IsNull(FieldReference.of("date")))));
  }

  @Test
  void readsArrayContains() {
    assertThat(FilterParser.parse("array_contains(tags, 'x')"))
        .isEqualTo(new Filter.ArrayContains(FieldReference.of("tags"), "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "year = ) | position 8: found a symbol ) | a literal",
        "year | position 5: found the end | an operator",
        "year = 1 year | position 10: found a name year | AND, OR or the end",
        "year = NULL | found a name NULL | IS NULL",
        "year LIKE '%x' | pattern '%x' | one % at the end",
        "year LIKE 'a_b%' | pattern 'a_b%' | ESCAPE",
        "year IN () | found a symbol ) | a literal",
        "year = 'abc | found the end of the text | a closing '",
        "year = 12abc | position 8: found '12abc' | a number",
        "year = 1e | position 8: found '1e' | a number",
        "year = DATE '2026-02-31' | found a string '2026-02-31' | a date such as",
        "(year = 1 | found the end | ')'",
        "year # 1 | position 6: found '#' | an operator",
        "AND | found a name AND | a field",
        "year BETWEEN 1 | found the end | AND and the upper bound",
      })
  void saysWhereWhatWasFoundAndWhatWasExpected(String sql, String found, String expected) {
    assertThatThrownBy(() -> FilterParser.parse(sql))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILTER))
        .hasMessageContaining(found)
        .hasMessageContaining("expected")
        .hasMessageContaining(expected);
  }

  @Test
  void marksThePlaceInALongText() {
    String sql = "year = 1 OR ".repeat(50) + "year = !" + " AND year = 2".repeat(50);
    assertThatThrownBy(() -> FilterParser.parse(sql))
        .satisfies(
            e -> {
              String[] lines = String.valueOf(e.getMessage()).split("\n", -1);
              assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('!');
              assertThat(lines[1]).hasSizeLessThan(100);
            });
  }

  @Test
  void readsIntegersOfAnyLength() {
    long seed = Long.getLong("vicinal.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int digits = 17; digits < 340; digits++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
      text.append(1 + random.nextInt(9));
      for (int i = 1; i < digits; i++) {
        text.append(random.nextInt(10));
      }
      BigInteger exact = new BigInteger(text.toString());
      Object expected =
          exact.bitLength() < Long.SIZE ? exact.longValue() : (Object) exact.doubleValue();
      assertThat(literal("year = " + text)).as("-Dvicinal.seed=%s", seed).isEqualTo(expected);
    }
    // It took the square of the length: seconds of processor time.
    String longest = "9".repeat(FilterParser.MAX_LENGTH - "year = ".length());
    assertThat(literal("year = " + longest)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    int most = FilterParser.MAX_DEPTH - 1;
    String deepest = "(".repeat(most) + "year = 1" + ")".repeat(most);
    assertThat(FilterParser.parse(deepest)).isInstanceOf(Filter.Comparison.class);
    assertThatThrownBy(() -> FilterParser.parse("(" + deepest + ")"))
        .hasMessageContaining("levels of parentheses");
    assertThatThrownBy(() -> FilterParser.parse("NOT ".repeat(200_000) + "year = 1"))
        .hasMessageContaining("levels of parentheses");
    assertThatThrownBy(() -> FilterParser.parse(" ".repeat(FilterParser.MAX_LENGTH + 1)))
        .hasMessageContaining("characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN", "AND", "OR"})
  void refusesEmptyOperands(String operator) {
    assertThatThrownBy(
            () -> {
              switch (operator) {
                case "IN" -> new Filter.In(YEAR, List.of());
                case "AND" -> new Filter.And(List.of(NEW));
                default -> new Filter.Or(List.of());
              }
            })
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining(operator);
  }

  @Test
  void refusesToPrintNaN() {
    Filter filter = new Filter.Comparison(YEAR, Operator.EQUAL, Double.NaN);
    assertThatThrownBy(() -> FilterText.toSql(filter)).hasMessageContaining("NaN");
  }

  private static Object literal(String sql) {
    return ((Filter.Comparison) FilterParser.parse(sql)).literal();
  }
}
