package io.vicinal.api.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterBindingTest {
  private static final CollectionSchema SCHEMA = schema(IdType.INT64);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int32 < 3000000000 | int32 <= 2147483647",
        "int32 > 3000000000 | int32 > 2147483647",
        "int32 < -3000000000 | int32 < -2147483648",
        "int32 >= -3000000000 | int32 >= -2147483648",
        "int32 = 3000000000 | int32 < -2147483648",
        "int32 <> 3000000000 | int32 >= -2147483648",
        "int32 < 2.5 | int32 <= 2",
        "int32 >= 2.5 | int32 > 2",
        "int32 >= -2.5 | int32 > -3",
        "int32 = 2.0 | int32 = 2",
        "int32 = 2.5 | int32 < -2147483648",
        "int32 IN (1, 2.5, 3000000000, 7.0) | int32 IN (1, 7)",
        "int32 NOT IN (2.5) | NOT int32 < -2147483648",
        "int32 < 1e999 | int32 <= 2147483647",
        "int64 < 9223372036854775808 | int64 <= 9223372036854775807",
        "int64 = 1e18 | int64 = 1000000000000000000",
        "id > -1e30 | id >= -9223372036854775808",
        "float64 = 3 | float64 = 3.0",
        "float64 < -0.0 | float64 < 0.0",
        "float32 = 0.1 | float32 = 0.1",
        "float32 < 1e300 | float32 <= 3.4028235E38",
        "float32 > -1e300 | float32 > -1e999",
        "float32 = 1e300 | float32 < -1e999",
        "date >= '2026-01-31' | date >= DATE '2026-01-31'",
        "timestamp < DATE '2026-01-31' | timestamp < TIMESTAMP '2026-01-31T00:00:00Z'",
        "timestamp < '2026-01-31 00:00:00.0000015' |"
            + " timestamp <= TIMESTAMP '2026-01-31T00:00:00.000001Z'",
        "timestamp > '+300000-01-01' | timestamp > TIMESTAMP '+294247-01-10T04:00:54.775807Z'",
        "json.a = 1 | json.a = 1",
        "ARRAY_CONTAINS(int32s, 2.5) | ARRAY_CONTAINS(int32s, -2147483648)"
            + " AND NOT ARRAY_CONTAINS(int32s, -2147483648)",
      })
  void turnsLiteralsIntoValuesOfTheAttribute(String sql, String bound) {
    Filter filter = bind(sql);
    assertThat(FilterText.toSql(filter)).isEqualTo(bound);
    assertThat(FilterBinding.bind(filter, SCHEMA)).isEqualTo(filter);
  }

  @Test
  void givesEveryLiteralTheClassOfItsAttribute() {
    for (Attribute attribute : SCHEMA.attributes()) {
      if (attribute.type() instanceof ScalarType type && isComparable(type)) {
        Filter.Comparison bound =
            (Filter.Comparison) bind(attribute.name() + " = " + literalOf(type));
        assertThat(bound.literal()).as(attribute.name()).isInstanceOf(type.javaClass());
      }
    }
  }

  @Test
  void readsAnIdAsTheTypeOfTheKey() {
    assertThat(bind("id = 7")).isEqualTo(comparison("id", 7L));
    assertThat(FilterBinding.bind(FilterParser.parse("id = '7'"), schema(IdType.STRING)))
        .isEqualTo(comparison("id", "7"));
  }

  @Test
  void keepsTheLiteralsOfJson() {
    assertThat(bind("json.a.b = 1.5"))
        .isEqualTo(
            new Filter.Comparison(
                new FieldReference("json", List.of("a", "b")), Filter.Operator.EQUAL, 1.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int32 = 'abc' | 'int32', which is INT32 | the string 'abc' | a number",
        "string > 5 | 'string', which is STRING | Long 5 | a string",
        "boolean = 1 | 'boolean', which is BOOLEAN | Long 1 | TRUE or FALSE",
        "date = 'today' | 'date', which is DATE | the string 'today' | a date such as",
        "date = TIMESTAMP '2026-01-31' | DATE | Instant | a date such as",
        "timestamp = 'noon' | TIMESTAMP | the string 'noon' | a timestamp such as",
        "binary = 'x' | 'binary', which is BINARY | a comparison | IS NULL",
        "strings = 'x' | 'strings', which is LIST<STRING> | a comparison | ARRAY_CONTAINS",
        "ARRAY_CONTAINS(string, 'x') | STRING | ARRAY_CONTAINS | a list",
        "ARRAY_CONTAINS(strings, 1) | LIST<STRING>| Long 1 | a string",
        "int32 LIKE 'a%' | INT32 | LIKE | a STRING",
        "string.a = 'x' | 'string.a', which is STRING | a path | JSON",
        "json.a = DATE '2026-01-31' | 'json.a', which is JSON | LocalDate | a string",
        "id = 'x' | 'id', which is INT64 | the string 'x' | a number",
      })
  void namesAttributeTypeAndLiteralOfAMismatch(
      String sql, String attribute, String found, String expected) {
    assertThatThrownBy(() -> bind(sql))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILTER))
        .hasMessageContaining(attribute)
        .hasMessageContaining(found)
        .hasMessageContaining(expected);
  }

  @Test
  void namesTheFieldsThatExist() {
    for (String sql : List.of("missing = 1", "missing IS NULL", "NOT (id = 1 OR missing = 1)")) {
      assertThatThrownBy(() -> bind(sql))
          .isInstanceOfSatisfying(
              VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FIELD))
          .hasMessageContaining("'missing'")
          .hasMessageContaining("[id, boolean, int32");
    }
    assertThatThrownBy(() -> bind("embedding IS NULL")).hasMessageContaining("vector field");
  }

  @Test
  void refusesNaN() {
    for (String name : List.of("int32", "float32", "float64", "json")) {
      assertThatThrownBy(() -> FilterBinding.bind(comparison(name, Double.NaN), SCHEMA))
          .hasMessageContaining("NaN");
    }
  }

  @Test
  void acceptsLiteralsThatAreOfTheClassAlready() {
    for (Object literal : List.of(1, 1L, 1f, 1d)) {
      for (String name : List.of("int32", "int64", "float32", "float64")) {
        Filter bound = FilterBinding.bind(comparison(name, literal), SCHEMA);
        assertThat(FilterBinding.bind(bound, SCHEMA)).isEqualTo(bound);
        assertThat(FilterText.toSql(bound)).startsWith(name + " = 1");
      }
    }
    Instant now = Instant.parse("2026-01-31T00:00:00Z");
    assertThat(FilterBinding.bind(comparison("timestamp", now), SCHEMA))
        .isEqualTo(comparison("timestamp", now));
    assertThat(bind("date > '+9999999-01-01'"))
        .isEqualTo(
            new Filter.Comparison(
                FieldReference.of("date"), Filter.Operator.GREATER, ScalarType.MAX_DATE));
    assertThat(ScalarType.MAX_DATE).isBefore(LocalDate.of(9_999_999, 1, 1));
  }

  private static Filter bind(String sql) {
    return FilterBinding.bind(FilterParser.parse(sql), SCHEMA);
  }

  private static Filter comparison(String name, Object literal) {
    return new Filter.Comparison(FieldReference.of(name), Filter.Operator.EQUAL, literal);
  }

  private static boolean isComparable(ScalarType type) {
    return type != ScalarType.BINARY;
  }

  private static String literalOf(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> "FALSE";
      case INT32, INT64, FLOAT32, FLOAT64 -> "12";
      case STRING, JSON -> "'x'";
      case DATE, TIMESTAMP -> "'2026-01-31'";
      case BINARY -> throw new AssertionError("binary has no literal");
    };
  }

  /** An attribute of every scalar type, and a list of each, named after their types. */
  private static CollectionSchema schema(IdType idType) {
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute(type.name().toLowerCase(Locale.ROOT), type));
    }
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute(type.name().toLowerCase(Locale.ROOT) + "s", new ListType(type)));
    }
    return new CollectionSchema(
        idType, List.of(VectorField.of("embedding", 2, Metric.EUCLIDEAN)), attributes);
  }
}
