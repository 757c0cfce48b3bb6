package io.vicinal.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterBinding;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.core.engine.EngineFixture;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.SegmentFixture;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowFilterTest {
  private static final long SEED = Long.getLong("vicinal.seed", 20_240_612L);

  @ParameterizedTest
  @EnumSource(IdType.class)
  void findsTheRowsOnWhichTheFilterIsTrueInThreeValuedLogic(IdType idType) {
    CollectionSchema schema = EngineFixture.schema(idType);
    SplittableRandom random = new SplittableRandom(SEED);
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      records.add(EngineFixture.record(schema, i, random));
    }
    RandomConditions conditions = new RandomConditions(schema, random);
    FilterOracle oracle = new FilterOracle(schema);
    try (BufferAllocator allocator = new RootAllocator()) {
      Rows rows = SegmentFixture.rows(schema, records, 64, allocator);
      for (int i = 0; i < 1000; i++) {
        Filter bound = FilterBinding.bind(conditions.next(3), schema);
        BitSet expected = new BitSet();
        for (int row = 0; row < records.size(); row++) {
          expected.set(row, Objects.equals(oracle.evaluate(bound, records.get(row)), true));
        }
        assertThat(RowFilter.of(bound).matches(rows))
            .as("%s, -Dvicinal.seed=%d", bound, SEED)
            .isEqualTo(expected);
      }
      rows.release();
    }
  }

  /** Two unknown or known operands each; the row is there where the whole is true. */
  @ParameterizedTest
  @CsvSource({
    "true,  true,  {0}, {0}, {},  {}",
    "true,  false, {},  {0}, {0}, {}",
    "true,  ,      {},  {0}, {},  {}",
    "false, true,  {},  {0}, {0}, {}",
    "false, false, {},  {},  {0}, {0}",
    "false, ,      {},  {},  {0}, {}",
    ",      true,  {},  {0}, {},  {}",
    ",      false, {},  {},  {0}, {}",
    ",      ,      {},  {},  {},  {}"
  })
  void hasTheTruthTablesOfSql(
      @Nullable Boolean a, @Nullable Boolean b, String and, String or, String nand, String nor) {
    CollectionSchema schema =
        schema(new Attribute("a", ScalarType.BOOLEAN), new Attribute("b", ScalarType.BOOLEAN));
    VectorRecord record = record(0, "a", a, "b", b);
    assertThat(matches("a = TRUE AND b = TRUE", schema, record)).hasToString(and);
    assertThat(matches("a = TRUE OR b = TRUE", schema, record)).hasToString(or);
    assertThat(matches("NOT (a = TRUE AND b = TRUE)", schema, record)).hasToString(nand);
    assertThat(matches("NOT (a = TRUE OR b = TRUE)", schema, record)).hasToString(nor);
  }

  @Test
  void hasAnyNumberOfOperands() {
    CollectionSchema schema = schema(new Attribute("n", ScalarType.INT32));
    VectorRecord record = record(0, "n", 7);
    String none = "n = 1" + " OR n = 2".repeat(50_000);
    assertThat(matches(none, schema, record)).hasToString("{}");
    assertThat(matches(none + " OR n = 7", schema, record)).hasToString("{0}");
    assertThat(matches("n = 7" + " AND n > 2".repeat(50_000), schema, record)).hasToString("{0}");
  }

  @Test
  void ordersFloatsAsSparkDoes() {
    CollectionSchema schema =
        schema(new Attribute("f", ScalarType.FLOAT32), new Attribute("d", ScalarType.FLOAT64));
    List<VectorRecord> records = new ArrayList<>();
    float[] values = {Float.NEGATIVE_INFINITY, -1, -0.0f, 0, 1, Float.POSITIVE_INFINITY, Float.NaN};
    for (float value : values) {
      records.add(record(records.size(), "f", value, "d", (double) value));
    }
    records.add(record(records.size()));
    for (String field : List.of("f", "d")) {
      assertThat(matches(field + " = 0", schema, records)).hasToString("{2, 3}");
      assertThat(matches(field + " >= 0.0", schema, records)).hasToString("{2, 3, 4, 5, 6}");
      assertThat(matches(field + " < 0", schema, records)).hasToString("{0, 1}");
      assertThat(matches(field + " IN (0, 1)", schema, records)).hasToString("{2, 3, 4}");
      assertThat(matches(field + " NOT IN (0, 1)", schema, records)).hasToString("{0, 1, 5, 6}");
      assertThat(matches(field + " <> 1", schema, records)).hasToString("{0, 1, 2, 3, 5, 6}");
    }
  }

  @Test
  void comparesTextByCodePointAndNotByUtf16() {
    CollectionSchema schema = schema(new Attribute("t", ScalarType.STRING));
    // In UTF-16 the last would be before the second last.
    List<VectorRecord> records = new ArrayList<>();
    for (String text : List.of("", "Z", "a", "ab", "é", "\uffee", "\ud83d\ude00")) {
      records.add(record(records.size(), "t", text));
    }
    assertThat(matches("t > '\uffee'", schema, records)).hasToString("{6}");
    assertThat(matches("t < 'ab'", schema, records)).hasToString("{0, 1, 2}");
    assertThat(matches("t LIKE 'a%'", schema, records)).hasToString("{2, 3}");
    assertThat(matches("t LIKE 'ab%'", schema, records)).hasToString("{3}");
    assertThat(matches("NOT t LIKE 'a%'", schema, records)).hasToString("{0, 1, 4, 5, 6}");
    assertThat(matches("t LIKE '%'", schema, records)).hasToString("{0, 1, 2, 3, 4, 5, 6}");
    assertThat(matches("t = ''", schema, records)).hasToString("{0}");
  }

  @Test
  void looksIntoLists() {
    CollectionSchema schema = schema(new Attribute("tags", new ListType(ScalarType.STRING)));
    List<VectorRecord> records =
        List.of(
            record(0, "tags", List.of("a", "b")),
            record(1, "tags", List.of()),
            record(2, "tags", null),
            record(3, "tags", List.of("ab", "")));
    assertThat(matches("ARRAY_CONTAINS(tags, 'b')", schema, records)).hasToString("{0}");
    assertThat(matches("ARRAY_CONTAINS(tags, 'ab')", schema, records)).hasToString("{3}");
    assertThat(matches("ARRAY_CONTAINS(tags, '')", schema, records)).hasToString("{3}");
    assertThat(matches("NOT ARRAY_CONTAINS(tags, 'b')", schema, records)).hasToString("{1, 3}");
    assertThat(matches("tags IS NULL", schema, records)).hasToString("{2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "j.a = 1 | {0, 1}",
        "j.a <> 1 | {2, 8}",
        "j.a > 0.5 | {0, 1, 2, 8}",
        "j.a IN (1, 'x') | {0, 1, 3}",
        "j.a NOT IN (1, 7) | {2, 8}",
        "j.a NOT IN (1, 'x') | {}",
        "j.a = 'x' | {3}",
        "j.a LIKE 'x%' | {3}",
        "j.a = TRUE | {4}",
        "j.a IS NULL | {5, 6, 9, 10, 11, 12}",
        "NOT j.a IS NULL | {0, 1, 2, 3, 4, 7, 8}",
        "j.a.b = 2 | {}",
        "j IS NULL | {9, 10, 11, 12}",
        "ARRAY_CONTAINS(j.a, 1) | {7}",
        "NOT ARRAY_CONTAINS(j.a, 5) | {7}",
        "ARRAY_CONTAINS(j.a, 'x') | {7}"
      })
  void readsJsonByPath(String filter, String rows) {
    CollectionSchema schema = schema(new Attribute("j", ScalarType.JSON));
    List<VectorRecord> records = new ArrayList<>();
    for (String document :
        List.of(
            "{\"a\": 1}",
            "{\"a\": 1.0}",
            "{\"a\": 2, \"a\": 3}",
            "{\"a\": \"x\"}",
            "{\"a\": true}",
            "{\"a\": null}",
            "{}",
            "{\"a\": [1, \"x\", null, [5]]}",
            "{\"a\": 123456789012345678901234567890}",
            "null",
            "no json",
            "{\"a\": 1} and more")) {
      records.add(record(records.size(), "j", document));
    }
    records.add(record(records.size()));
    assertThat(matches(filter, schema, records)).hasToString(rows);
  }

  @Test
  void aTestOfOneChunkIsAboutTheRowsOfThatChunk() {
    CollectionSchema schema = schema(new Attribute("n", ScalarType.INT32));
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      records.add(record(i, "n", i));
    }
    Filter bound = FilterBinding.bind(FilterParser.parse("n = 7"), schema);
    try (BufferAllocator allocator = new RootAllocator()) {
      Rows rows = SegmentFixture.rows(schema, records, 4, allocator);
      assertThat(RowFilter.of(bound).on(rows.chunks().get(1)).test(3)).isTrue();
      assertThat(RowFilter.of(bound).on(rows.chunks().get(0)).test(3)).isFalse();
      rows.release();
    }
  }

  private static BitSet matches(String filter, CollectionSchema schema, VectorRecord record) {
    return matches(filter, schema, List.of(record));
  }

  private static BitSet matches(
      String filter, CollectionSchema schema, List<VectorRecord> records) {
    Filter bound = FilterBinding.bind(FilterParser.parse(filter), schema);
    try (BufferAllocator allocator = new RootAllocator()) {
      Rows rows = SegmentFixture.rows(schema, records, 3, allocator);
      BitSet matches = RowFilter.of(bound).matches(rows);
      rows.release();
      return matches;
    }
  }

  private static CollectionSchema schema(Attribute... attributes) {
    return new CollectionSchema(
        IdType.INT64, List.of(VectorField.of("v", 1, Metric.DOT)), List.of(attributes));
  }

  private static VectorRecord record(long id, @Nullable Object... namesAndValues) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        attributes.put((String) Objects.requireNonNull(namesAndValues[i]), value);
      }
    }
    return new VectorRecord(RecordId.of(id), Map.of("v", DenseVector.of(1)), attributes);
  }
}
