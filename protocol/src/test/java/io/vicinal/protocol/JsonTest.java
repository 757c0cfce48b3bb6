package io.vicinal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'vektor': [1], 'k': 1}              | unknown key 'vektor'; did you mean 'vector'?",
        "{'vector': [1], 'k': 1, 'efs': 4}    | unknown key 'efs'; did you mean 'ef'?",
        "{'vector': [1]}                      | key 'k' is missing",
        "{'k': 1}                             | 'vector', 'vectors', 'sparse' and 'recommend'",
        "{'vector': [1], 'k': '1'}            | at k: \"1\"; expected a whole number",
        "{'vector': [1], 'k': 1.5}            | at k: 1.5; expected a whole number",
        "{'vector': [1], 'k': [1]}            | at k: [1]; expected a whole number",
        "{'vector': [1], 'k': 1000000000000}  | at k: 1000000000000; expected a whole number from",
        "{'vector': [1], 'k': 1, 'filter': 5} | at filter: 5; expected a string",
        "{'vector': [1], 'k': 1, 'field': {}} | at field: {}; expected a string",
        "{'vector': [1], 'k': 1, 'mode': 5}   | at mode: 5; expected a name in quotes",
        "{'vector': [1], 'k': 1, 'fields': 5} | at fields: 5; expected \"id\", \"attributes\",",
        "{'vector': [1], 'k': 1, 'fields': {}}| at fields: {}; expected \"id\"",
        "{'vector': [1], 'k': 1, 'fields':[5]}| at fields: 5; expected \"id\"",
        "{'vectors': 7, 'k': 1}               | at vectors: 7; expected an array",
        "{'vector': [1], 'k': 1, 'k': 2}      | line 1, column 28: Duplicate field 'k'",
        "{'vector': [1], 'k': 1} x            | malformed JSON, line 1, column ",
        "{'vector': [0, NaN], 'k': 1}         | at vector[1]: malformed JSON, line 1, column 19",
        "{'vector': [NaN], 'k': 1}            | column 16: 'NaN' is no number in JSON; expected a",
        "{'vector': [1e99999999999], 'k': 1}  | body, at vector: a number whose exponent is out",
        "{'vector': [1], 'k': 1, 'mode': 'x'} | 'x'; expected one of 'approximate', 'exact'",
        "[1]                                  | body: [1]; expected a JSON object",
        "7                                    | body: 7; expected a JSON object",
      })
  void refusesASearchAndSaysWhy(String json, String reason) {
    assertThatThrownBy(() -> Json.read(json.replace('\'', '"'), SearchDocument.class, "body"))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageStartingWith("body")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity", "+1", ".5", "1.", "01", "/* one */ 1", "#"})
  void saysWhatIsWrongAndNotHowToProgramTheParser(String number) {
    assertThatThrownBy(
            () ->
                Json.read("{\"vector\": [" + number + "], \"k\": 1}", SearchDocument.class, "body"))
        .hasMessageStartingWith("body, at vector")
        .hasMessageContaining("malformed JSON, line 1, column ")
        .hasMessageNotContainingAny("enable", "Feature", "ALLOW", "`");
  }

  /** The parser's own messages name the class to configure. */
  @Test
  void saysWhichLimitADocumentIsBeyond() {
    assertBeyond(
        "[" + "1".repeat(1001) + "]", "a number of 1001 characters; expected at most 1000");
    assertBeyond(
        "[0." + "1".repeat(1000) + "]", "a number of 1001 characters; expected at most 1000");
    assertBeyond(
        "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH),
        "arrays and objects 65 deep in each other; expected at most 64");
    assertThatThrownBy(
            () -> Json.readTree(("{\"" + "k".repeat(50_001) + "\": 1}").getBytes(UTF_8), "body"))
        .hasMessage("body: a key of 50001 characters; expected at most 50000");
  }

  private static void assertBeyond(String vector, String reason) {
    String json = "{\"vector\": " + vector + ", \"k\": 1}";
    assertThatThrownBy(() -> Json.read(json, SearchDocument.class, "body"))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage("body, at vector: " + reason);
  }

  /** They ended as internal errors, or with the names of classes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name': 'c', 'vectors': {'v': null}} | 'v' of key 'vectors' is null",
        "{'name': 'c', 'vectors': {}, 'attributes': {'a': null}} | 'a' of key 'attributes' is null",
      })
  void refusesACollectionWithNullsByTheirNames(String json, String reason) {
    assertNullRefused(json, CollectionDocument.class, reason);
  }

  @Test
  void refusesIdsThatAreNullByTheirPlaces() {
    String ids = "{'ids': [1, null]}";
    String reason = "element 1 of key 'ids' is null; expected a value";
    assertNullRefused(ids, IdsDocument.class, reason);
    assertNullRefused(ids, DeleteDocument.class, reason);
    assertNullRefused(
        "{'records': {'collection': 'c', 'ids': [1, null]}}", TicketDocument.class, reason);
  }

  private static void assertNullRefused(String json, Class<?> type, String reason) {
    assertThatThrownBy(() -> Json.read(json.replace('\'', '"'), type, "body"))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageStartingWith("body")
        .hasMessageContaining(reason);
  }

  @Test
  void saysWhereADocumentEndsTooEarly() {
    assertThatThrownBy(() -> Json.read("{\"ids\": [1,\n2", DeleteDocument.class, "body"))
        .hasMessage(
            "body, at ids[1]: malformed JSON, line 2, column 2: Unexpected end-of-input:"
                + " expected close marker for Array");
  }

  @Test
  void findsTheMistakeBehindAMissingKeyOfANestedDocument() {
    String json =
        """
        {"name": "books", "vectors": {"v": {"dimensions": 3, "metric": "dot"}}}""";

    assertThatThrownBy(() -> Json.read(json, CollectionDocument.class, "body"))
        .hasMessage(
            "body: unknown key 'dimensions'; did you mean 'dimension'? The keys are [dimension,"
                + " metric, hnsw, quantization, oversampling, storage, recallTarget]");
  }

  @Test
  void namesTheNearestOfSeveralNames() {
    assertThat(NearestName.of("filtre", List.of("fields", "filter", "field"))).contains("filter");
    assertThat(NearestName.of("x", List.of())).isEmpty();
    assertThat(NearestName.mistakes("kitten", "sitting")).isEqualTo(3);
  }
}
