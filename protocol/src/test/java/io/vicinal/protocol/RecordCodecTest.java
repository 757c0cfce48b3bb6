package io.vicinal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
  private static final Map<ScalarType, List<Object>> VALUES =
      Map.of(
          ScalarType.BOOLEAN, List.of(true, false),
          ScalarType.INT32, List.of(Integer.MIN_VALUE, -1, Integer.MAX_VALUE),
          ScalarType.INT64, List.of(Long.MIN_VALUE, (1L << 53) + 1, Long.MAX_VALUE),
          ScalarType.FLOAT32, List.of(0.1f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN),
          ScalarType.FLOAT64, List.of(0.1, Double.MAX_VALUE, Double.NEGATIVE_INFINITY),
          ScalarType.STRING, List.of("", "ü \"quoted\" \u0000 \uD83D\uDE00"),
          ScalarType.DATE, List.of(LocalDate.of(2026, 11, 24), LocalDate.of(-44, 3, 15)),
          ScalarType.TIMESTAMP, List.of(Instant.ofEpochSecond(-1, 1000), Instant.EPOCH),
          ScalarType.BINARY, List.of(ByteBuffer.wrap(new byte[] {0, -1, 127})),
          ScalarType.JSON, List.of("{\"a\":[1,2.50,null],\"b\":\"x\"}", "3", "\"\""));

  private final RecordCodec codec = new RecordCodec(schema(IdType.INT64));

  @Test
  void decodesWhatItEncodesForEveryType() {
    VALUES.forEach(
        (type, values) ->
            values.forEach(
                value -> assertRoundTrip(Map.of("s_" + type, value, "l_" + type, values))));
    assertThat(VALUES.keySet()).containsExactlyInAnyOrder(ScalarType.values());
  }

  /** It made every answer with the record an error. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{'a'", "{'a': NaN}", "{'a': 1, 'a': 2}", "x", "1 2", "01"})
  void showsAJsonAttributeThatIsNoJsonAsAString(String quoted) {
    String text = quoted.replace('\'', '"');

    assertThat(encodedJson(text).textValue()).isEqualTo(text);
    assertThat(RecordCodec.encode(new ListType(ScalarType.JSON), List.of("1", text)).toString())
        .isEqualTo("[1," + encodedJson(text) + "]");
  }

  @Test
  void showsJsonThatIsNestedTooDeepAsAString() {
    String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);

    assertThat(encodedJson(deepest).isArray()).isTrue();
    assertThat(encodedJson("[" + deepest + "]").textValue()).isEqualTo("[" + deepest + "]");
  }

  /** Escapes make a text of ASCII say what UTF-8 cannot, and exponents what no number can. */
  @ParameterizedTest
  @ValueSource(strings = {"[\"\\uD83D\"]", "{\"\\ude00\": 1}", "1e99999999999", "-1e-99999999999"})
  void answersWithWhatNoAnswerCanSayAsAString(String text) {
    byte[] answer = Json.write(encodedJson(text));

    assertThat(Json.readTree(answer, "answer").textValue()).isEqualTo(text);
  }

  private static JsonNode encodedJson(String text) {
    return RecordCodec.encode(ScalarType.JSON, text);
  }

  @Test
  void keepsWholeNumbersBeyondDoublePrecision() {
    VectorRecord record = decode("{\"id\": 9007199254740993}");

    assertThat(record.id()).isEqualTo(RecordId.of(9007199254740993L));
    assertThat(codec.encode(record)).hasToString("{\"id\":9007199254740993}");
  }

  @Test
  void takesNullForAbsent() {
    assertThat(decode("{\"id\": 1, \"attributes\": {\"s_STRING\": null}}").attributes()).isEmpty();
  }

  @Test
  void namesRecordFieldAndExpectationOfWrongValues() {
    assertRefused(ErrorCode.INVALID_RECORD, "{\"id\": 1.5}", "id 1.5", "whole number");
    assertRefused(ErrorCode.INVALID_RECORD, "{\"id\": 9223372036854775808}", "2^63 - 1");
    assertRefused(ErrorCode.INVALID_RECORD, "{\"vectors\": {}}", "id missing");
    assertRefused(ErrorCode.INVALID_RECORD, "[1]", "[1]", "expected an object");
    assertRefused(ErrorCode.INVALID_RECORD, "{\"id\": 1, \"vector\": [1]}", "'vector'", "vectors");
    assertRefused(
        ErrorCode.INVALID_RECORD,
        "{\"id\": 7, \"attributes\": {\"s_DATE\": \"24.11.2026\"}}",
        "record 7, attribute 's_DATE'",
        "24.11.2026",
        "2026-11-24");
    assertRefused(
        ErrorCode.INVALID_RECORD,
        "{\"id\": 7, \"attributes\": {\"l_INT32\": [1, \"2\"]}}",
        "'l_INT32', element 1");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD, "{\"id\": 7, \"attributes\": {\"color\": 1}}", "'color'");
    assertRefused(
        ErrorCode.INVALID_RECORD, "{\"id\": 7, \"attributes\": {\"s_FLOAT32\": 1e39}}", "1E+39");
  }

  @Test
  void namesTheComponentOfAWrongVector() {
    assertRefused(
        ErrorCode.INVALID_VECTOR,
        "{\"id\": 7, \"vectors\": {\"embedding\": [1, null]}}",
        "record 7, vector field 'embedding'",
        "component 1",
        "null");
    assertRefused(
        ErrorCode.INVALID_VECTOR,
        "{\"id\": 7, \"vectors\": {\"embedding\": \"AAAA\"}}",
        "expected an array of numbers");
  }

  @Test
  void readsTextIdsWhereTheSchemaSaysSo() {
    RecordCodec text = new RecordCodec(schema(IdType.STRING));

    VectorRecord record = text.decode(tree("{\"id\": \"a/b\"}"));

    assertThat(record.id()).isEqualTo(RecordId.of("a/b"));
    assertThatThrownBy(() -> text.decode(tree("{\"id\": 1}"))).hasMessageContaining("a string");
  }

  private void assertRoundTrip(Map<String, Object> attributes) {
    VectorRecord record =
        new VectorRecord(
            RecordId.of(-5),
            Map.of("embedding", DenseVector.of(0.1f, -3e-30f, 7)),
            new LinkedHashMap<>(attributes));
    String json = codec.encode(record).toString();

    assertThat(decode(json)).as(json).isEqualTo(record);
  }

  private void assertRefused(ErrorCode code, String json, String... parts) {
    assertThatThrownBy(() -> decode(json))
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(parts);
  }

  private VectorRecord decode(String json) {
    return codec.decode(tree(json));
  }

  private static JsonNode tree(String json) {
    return Json.readTree(json.getBytes(StandardCharsets.UTF_8), "record");
  }

  private static CollectionSchema schema(IdType idType) {
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute("s_" + type, type));
      attributes.add(new Attribute("l_" + type, new ListType(type)));
    }
    return new CollectionSchema(
        idType, List.of(VectorField.of("embedding", 3, Metric.EUCLIDEAN)), attributes);
  }
}
