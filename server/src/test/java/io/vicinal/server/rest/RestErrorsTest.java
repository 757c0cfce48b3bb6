package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.protocol.Problem;
import io.vicinal.server.TestNode;
import io.vicinal.server.TestNode.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong request names the thing, the value and what would be right. */
class RestErrorsTest {
  private static final String C = "/v1/collections";
  private static final String P = C + "/points";

  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path data) {
    node = TestNode.start(data, "rest.max-body=1KiB", "rest.scan-limit=3");
    Answer created =
        node.post(
            C,
            "{'name': 'points', 'vectors': {'v': {'dimension': 2, 'metric': 'cosine'}},"
                + " 'attributes': {'title': 'string', 'n': 'int32'}}");
    assertThat(created.status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    assertThat(node.post(P + "/scan", "{}").body()).contains("\"records\":[]");
    node.close();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource({
    "collections",
    "records",
    "searches",
    "selections",
    "groups",
    "examples",
    "requests"
  })
  void refuses(String method, String path, String body, int status, String code, String detail) {
    Answer answer = node.ask(method, path, body);

    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().at("/code").textValue()).as(answer.body()).isEqualTo(code);
    assertThat(answer.json().at("/detail").textValue()).contains(detail);
    assertThat(answer.json().at("/status").intValue()).isEqualTo(status);
    assertThat(answer.json().at("/type").textValue()).isEqualTo("urn:vicinal:error:" + code);
    assertThat(answer.json().at("/instance").textValue()).isEqualTo(path.split("\\?", 2)[0]);
    assertThat(answer.json().at("/requestId").textValue()).isEqualTo(answer.header("x-request-id"));
  }

  static Stream<Arguments> collections() {
    return Stream.of(
        post(
            C,
            "{'name': 'points', 'vectors': {'v': {'dimension': 2, 'metric': 'dot'}}}",
            409,
            "COLLECTION_EXISTS",
            "collection 'points' exists already"),
        post(
            C,
            "{'name': '../x', 'vectors': {'v': {'dimension': 2, 'metric': 'dot'}}}",
            400,
            "INVALID_ARGUMENT",
            "collection name '../x'; expected 1..128 letters"),
        post(
            C,
            "{'name': 'x', 'vectors': {'v': {'dimension': 0, 'metric': 'dot'}}}",
            400,
            "INVALID_ARGUMENT",
            "vector field 'v' has dimension 0; expected 1.."),
        post(
            C,
            "{'name': 'x', 'vectors': {'v': {'dimension': 2, 'metric': 'l2'}}}",
            400,
            "INVALID_ARGUMENT",
            "'l2'; expected one of 'euclidean', 'cosine', 'dot', 'manhattan'"),
        post(
            C,
            "{'name': 'x', 'vectors': {'v': {'dimension': 2}}}",
            400,
            "INVALID_ARGUMENT",
            "key 'metric' is missing"),
        post(C, "{'name': 'x', 'vectors': {}}", 400, "INVALID_ARGUMENT", "without a vector field"),
        post(
            C,
            "{'name': 'x', 'vectors': {'v': {'dimension': 2, 'metric': 'dot'}},"
                + " 'attributes': {'a': 'text'}}",
            400,
            "INVALID_ARGUMENT",
            "'text'; expected one of"),
        post(
            C,
            "{'nam': 'x', 'vectors': {'v': {'dimension': 2, 'metric': 'dot'}}}",
            400,
            "INVALID_ARGUMENT",
            "unknown key 'nam'; did you mean 'name'?"),
        post(
            C,
            "{'name': 'x', 'vectors': {'v': {'dimension': 2, 'metric': 'dot',"
                + " 'hnsw': {'M': 4}}}}",
            400,
            "INVALID_ARGUMENT",
            "unknown key 'M'; did you mean 'm'?"),
        get(C + "/nope", 404, "UNKNOWN_COLLECTION", "no collection 'nope'; the collections are"),
        delete(C + "/nope", 404, "UNKNOWN_COLLECTION", "no collection 'nope'"),
        post(C + "/nope/flush", "", 404, "UNKNOWN_COLLECTION", "no collection 'nope'"));
  }

  static Stream<Arguments> records() {
    String records = P + "/records";
    return Stream.of(
        post(
            records,
            record(1, "[1, 2, 3]"),
            400,
            "INVALID_VECTOR",
            "record 1, vector field 'v': dimension 3; expected 2"),
        post(
            records,
            record(1, "['NaN', 2]"),
            400,
            "INVALID_VECTOR",
            "record 1, vector field 'v': component 0 is \"NaN\"; expected a number"),
        post(
            records,
            record(1, "[1, 1e999]"),
            400,
            "INVALID_VECTOR",
            "component 1 is 1E+999, which is outside of float32; expected a number from"),
        post(
            records,
            record(1, "[1, 1e39]"),
            400,
            "INVALID_VECTOR",
            "component 1 is 1E+39, which is outside of float32; expected a number from"),
        post(
            records,
            record(1, "[1, NaN]"),
            400,
            "INVALID_ARGUMENT",
            "malformed JSON, line 1, column "),
        post(
            records,
            record(1, "[0, 0]"),
            400,
            "INVALID_VECTOR",
            "the zero vector has no direction"),
        post(records, record(1, "'abc'"), 400, "INVALID_VECTOR", "expected an array of numbers"),
        post(
            records,
            "{'records': [{'id': 1}]}",
            400,
            "INVALID_RECORD",
            "record 1 has no vector in field 'v'"),
        post(
            records,
            "{'records': [{'id': 1, 'vectors': {'w': [1, 2]}}]}",
            400,
            "UNKNOWN_FIELD",
            "no vector field 'w'; the vector fields are [v]"),
        post(
            records,
            "{'records': [{'id': 1, 'vectors': {'v': [1, 2]}, 'attributes': {'m': 1}}]}",
            400,
            "UNKNOWN_FIELD",
            "no attribute 'm'; the attributes are [title, n]"),
        post(
            records,
            "{'records': [{'id': 1, 'vectors': {'v': [1, 2]}, 'attributes': {'n': 'x'}}]}",
            400,
            "INVALID_RECORD",
            "record 1, attribute 'n': \"x\"; expected a whole number"),
        post(
            records,
            "{'records': [{'id': 'one', 'vectors': {'v': [1, 2]}}]}",
            400,
            "INVALID_RECORD",
            "id \"one\"; expected a whole number"),
        post(
            records,
            "{'records': [{'id': 1, 'vector': {'v': [1, 2]}}]}",
            400,
            "INVALID_RECORD",
            "unknown key 'vector'; did you mean 'vectors'?"),
        post(
            records,
            "{'record': []}",
            400,
            "INVALID_ARGUMENT",
            "unknown key 'record'; did you mean 'records'?"),
        post(
            records,
            "{'records': [\n{'id': 1,]",
            400,
            "INVALID_ARGUMENT",
            "malformed JSON, line 2, column "),
        post(records, "", 400, "INVALID_ARGUMENT", "the body is empty; expected a JSON object"),
        post(records, "[1]", 400, "INVALID_ARGUMENT", "body: [1]; expected a JSON object"),
        post(
            records,
            "{'records': [{'id': 1, 'vectors': {'v': [1, NaN]}}]}",
            400,
            "INVALID_ARGUMENT",
            "body, at records[0].vectors.v[1]: malformed JSON, line 1, column "),
        get(records, 400, "INVALID_ARGUMENT", "no query parameter 'id'"),
        get(records + "?id=x", 400, "INVALID_RECORD", "id 'x'; expected a whole number"),
        get(
            records + "?id=1&fields=%ff",
            400,
            "INVALID_ARGUMENT",
            "malformed query parameter 'fields=%ff'; expected UTF-8"),
        get(
            records + "?id=1&field=v",
            400,
            "INVALID_ARGUMENT",
            "unknown query parameter 'field'; did you mean 'fields'?"),
        get(records + "?id=1&fields=w", 400, "UNKNOWN_FIELD", "no field 'w'; the fields are [id, "),
        get(
            records + "?id=1&fields=title&fields=n",
            400,
            "INVALID_ARGUMENT",
            "more than one query parameter 'fields'; expected one, as in ?fields=title,n"),
        post(
            records + "/get",
            "{'ids': ['x']}",
            400,
            "INVALID_RECORD",
            "id x is STRING; expected INT64"),
        post(records + "/delete", "{'ids': [1.5]}", 400, "INVALID_ARGUMENT", "expected an id"),
        delete(records, 400, "INVALID_ARGUMENT", "no query parameter 'id'"));
  }

  static Stream<Arguments> searches() {
    String search = P + "/search";
    String scan = P + "/scan";
    return Stream.of(
        post(
            search,
            "{'vector': [1], 'k': 1}",
            400,
            "INVALID_VECTOR",
            "query 0, vector field 'v': dimension 1; expected 2"),
        post(
            search,
            "{'vectors': [[1, 0], [0, 0]], 'k': 1}",
            400,
            "INVALID_VECTOR",
            "query 1, vector field 'v': the zero vector"),
        post(
            search, "{'vector': [1, 0], 'k': 1, 'filter': 5}", 400, "INVALID_ARGUMENT", "a string"),
        post(search, "{'vector': [1, 0], 'k': 0}", 400, "INVALID_ARGUMENT", "k is 0; expected 1.."),
        post(search, "{'vector': [1, 0], 'k': 1, 'ef': 0}", 400, "INVALID_ARGUMENT", "ef is 0"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'field': 'w'}",
            400,
            "UNKNOWN_FIELD",
            "no vector field 'w'"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'fields': ['w']}",
            400,
            "UNKNOWN_FIELD",
            "no field 'w'; the fields are [id, "),
        post(search, "{'vector': [1, 0], 'k': 1, 'filter': 'n >'}", 400, "INVALID_FILTER", ""),
        post(search, "{'vector': [1, 0], 'k': 1, 'filter': 'm = 1'}", 400, "UNKNOWN_FIELD", "m"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'mode': 'fast'}",
            400,
            "INVALID_ARGUMENT",
            "'fast'; expected one of 'approximate', 'exact'"),
        post(
            search,
            "{'vectors': [[1, 0], [0, 1]], 'k': 60000}",
            413,
            "TOO_LARGE",
            "2 queries for 60000 neighbours each; expected at most 100000"),
        post(scan, "{'limit': 4}", 400, "INVALID_ARGUMENT", "limit is 4; expected at most 3"),
        post(scan, "{'limit': -1}", 400, "INVALID_ARGUMENT", "limit is -1; expected 0 or more"),
        post(scan, "{'fields': ['w']}", 400, "UNKNOWN_FIELD", "no field 'w'; the fields are [id, "),
        post(scan, "{'filter': 'title = 1'}", 400, "INVALID_FILTER", "title"));
  }

  static Stream<Arguments> selections() {
    String search = P + "/search";
    return Stream.of(
        post(
            search,
            "{'vectors': [[1, 0], [0, 1]], 'k': 10, 'offset': 60000}",
            413,
            "TOO_LARGE",
            "2 queries for 60010 neighbours each"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'offset': -1}",
            400,
            "INVALID_ARGUMENT",
            "offset is -1; expected 0 or more"),
        post(
            search,
            "{'vector': [1, 0], 'k': 2, 'offset': 99999}",
            400,
            "INVALID_ARGUMENT",
            "offset 99999 and k 2 are 100001 together; expected at most 100000"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'maxDistance': -0.5}",
            400,
            "INVALID_ARGUMENT",
            "maxDistance is -0.5, and no COSINE distance, which is the metric of vector field 'v'"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'maxDistance': 'near'}",
            400,
            "INVALID_ARGUMENT",
            "at maxDistance: \"near\"; expected a number"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'maxDistance': 1e99}",
            400,
            "INVALID_ARGUMENT",
            "maxDistance is Infinity; expected a finite number"));
  }

  static Stream<Arguments> groups() {
    String search = P + "/search";
    return Stream.of(
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'mmr': {'lambda': 0.5}}",
            400,
            "INVALID_ARGUMENT",
            "at mmr: key 'candidates' is missing"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'mmr': {'lambda': 2, 'candidates': 9}}",
            400,
            "INVALID_ARGUMENT",
            "lambda of mmr is 2.0; expected 0..1"),
        post(
            search,
            "{'vector': [1, 0], 'k': 10, 'mmr': {'lambda': 0, 'candidates': 9}}",
            400,
            "INVALID_ARGUMENT",
            "candidates of mmr is 9, which is less than offset and k together; expected 10"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'groupBy': 'm'}",
            400,
            "UNKNOWN_FIELD",
            "no attribute 'm'"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'groupSize': 2}",
            400,
            "INVALID_ARGUMENT",
            "key 'groupSize' without the key 'groupBy'"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1, 'groupBy': 'n', 'groupSize': 0}",
            400,
            "INVALID_ARGUMENT",
            "groupSize is 0; expected 1 or more"),
        post(
            search,
            "{'vector': [1, 0], 'k': 1000, 'groupBy': 'n', 'groupSize': 101}",
            400,
            "INVALID_ARGUMENT",
            "1000 groups, those before the offset included, of groupSize 101 are 101000"));
  }

  static Stream<Arguments> examples() {
    String search = P + "/search";
    return Stream.of(
        post(
            search,
            "{'vector': [1, 0], 'recommend': {'positive': [1]}, 'k': 1}",
            400,
            "INVALID_ARGUMENT",
            "expected exactly one of the keys 'vector', 'vectors', 'sparse' and 'recommend'"),
        post(
            search,
            "{'recommend': {'negative': [1]}, 'k': 1}",
            400,
            "INVALID_ARGUMENT",
            "at recommend: key 'positive' is missing"),
        post(
            search,
            "{'recommend': {'positive': []}, 'k': 1}",
            400,
            "INVALID_ARGUMENT",
            "no positive example; expected one or more"),
        post(
            search,
            "{'recommend': {'positive': [[1, 0], 4711]}, 'k': 1}",
            400,
            "INVALID_ARGUMENT",
            "no records [4711] in collection"),
        post(
            search,
            "{'recommend': {'positive': ['one']}, 'k': 1}",
            400,
            "INVALID_RECORD",
            "id \"one\"; expected a whole number"),
        post(
            search,
            "{'recommend': {'positive': [[1, 0]], 'negative': [[1]]}, 'k': 1}",
            400,
            "INVALID_VECTOR",
            "negative example 0, vector field 'v': dimension 1; expected 2"),
        post(
            search,
            "{'recommend': {'positive': [[1, 0]], 'strategy': 'best'}, 'k': 1}",
            400,
            "INVALID_ARGUMENT",
            "'best'; expected one of 'average'"));
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        get("/v1/collection", 404, "INVALID_ARGUMENT", "no route GET /v1/collection"),
        Arguments.of("PUT", C, "", 405, "INVALID_ARGUMENT", "no route PUT /v1/collections"),
        get(C + "?limit=1", 400, "INVALID_ARGUMENT", "unknown query parameter 'limit'"),
        post(
            P + "/scan",
            "{'filter': '" + "x".repeat(2000) + "'}",
            413,
            "TOO_LARGE",
            "a body of 2014 bytes; expected at most 1024 (rest.max-body)"));
  }

  @Test
  void refusesABodyThatDoesNotAnnounceItsLength() {
    byte[] body = ("{'filter': '" + "x".repeat(2000)).getBytes(StandardCharsets.UTF_8);

    Answer answer =
        node.send(
            node.request("POST", P + "/scan", "")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
                .build());

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().at("/detail").textValue()).contains("more than 1024 bytes");
    assertThat(answer.header("Content-Type")).isEqualTo(Problem.MEDIA_TYPE);
  }

  private static String record(int id, String vector) {
    return "{'records': [{'id': 7, 'vectors': {'v': [1, 1]}}, {'id': "
        + id
        + ", 'vectors': {'v': "
        + vector
        + "}}]}";
  }

  private static Arguments post(String path, String body, int status, String code, String detail) {
    return Arguments.of("POST", path, body, status, code, detail);
  }

  private static Arguments get(String path, int status, String code, String detail) {
    return Arguments.of("GET", path, "", status, code, detail);
  }

  private static Arguments delete(String path, int status, String code, String detail) {
    return Arguments.of("DELETE", path, "", status, code, detail);
  }
}
