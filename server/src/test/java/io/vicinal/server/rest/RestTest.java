package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.server.TestNode;
import io.vicinal.server.TestNode.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestTest {
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path data) {
    node = TestNode.start(data, "rest.scan-limit=3");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void createsListsDescribesFlushesAndDropsACollection() {
    Answer created =
        node.post(
            "/v1/collections",
            "{'name': 'plans', 'id': 'string', 'vectors': {'v': {'dimension': 2,"
                + " 'metric': 'manhattan', 'hnsw': {'m': 8}}}, 'attributes': {'n': 'int64'}}");

    assertThat(created.status()).isEqualTo(201);
    JsonNode description = node.get("/v1/collections/plans").json();
    assertThat(description).isEqualTo(created.json());
    assertThat(description.at("/collection/vectors/v/hnsw/maxM0").intValue()).isEqualTo(16);
    assertThat(description.at("/collection/attributes/n").textValue()).isEqualTo("int64");
    assertThat(description.at("/statistics/records").intValue()).isZero();
    assertThat(node.get("/v1/collections").body()).contains("\"plans\"");
    assertThat(node.post("/v1/collections/plans/flush", "").body())
        .isEqualTo("{\"collection\":\"plans\"}");
    assertThat(node.ask("DELETE", "/v1/collections/plans", "").status()).isEqualTo(200);
    assertThat(node.get("/v1/collections/plans").status()).isEqualTo(404);
  }

  @Test
  void upsertsGetsAndDeletesRecords() {
    String records = books("crud");

    assertThat(node.get(records + "?id=3&id=9&id=1&fields=title").json().at("/records").toString())
        .isEqualTo(
            "[{\"id\":3,\"attributes\":{\"title\":\"Dune\"}},"
                + "{\"id\":1,\"attributes\":{\"title\":\"Emma\"}}]");
    assertThat(node.post(records + "/get", "{'ids': [2], 'fields': ['v']}").body())
        .isEqualTo("{\"records\":[{\"id\":2,\"vectors\":{\"v\":[0.0,1.0]}}]}");
    JsonNode replaced =
        node.post(records, "{'records': [{'id': 2, 'vectors': {'v': [0, 2]}}]}").json();
    assertThat(replaced.at("/upserted").intValue()).isEqualTo(1);
    assertThat(node.ask("DELETE", records + "?id=1&id=77", "").json().at("/deleted").intValue())
        .isEqualTo(1);
    assertThat(node.post(records + "/delete", "{'ids': [3]}").json().at("/deleted").intValue())
        .isEqualTo(1);
    assertThat(node.get(records + "?id=1&id=2&id=3&fields=id").body())
        .isEqualTo("{\"records\":[{\"id\":2}]}");
  }

  @Test
  void searchesOneAndSeveralQueriesWithFilterModeAndFields() {
    books("search");
    String search = "/v1/collections/search/search";

    JsonNode one =
        node.post(search, "{'vector': [1, 0.1], 'k': 2, 'mode': 'exact', 'fields': 'attributes'}")
            .json();
    JsonNode several =
        node.post(
                search,
                "{'vectors': [[1, 0], [0, 1]], 'k': 1, 'ef': 50, 'field': 'v',"
                    + " 'filter': \"year > 1900\"}")
            .json();

    assertThat(one.at("/results/0/neighbors/0/id").intValue()).isEqualTo(1);
    assertThat(one.at("/results/0/neighbors/0/attributes/title").textValue()).isEqualTo("Emma");
    assertThat(one.at("/results/0/neighbors/0/distance").floatValue()).isEqualTo(0.1f);
    assertThat(one.at("/results/0/distanceComputations").intValue()).isEqualTo(3);
    assertThat(several.at("/results")).hasSize(2);
    assertThat(several.at("/results/0/neighbors/0/distance").floatValue()).isEqualTo(2);
    assertThat(several.at("/results/1/neighbors").toString())
        .isEqualTo("[{\"id\":2,\"distance\":0.0}]");
  }

  @Test
  void scansUpToALimitAndSaysWhetherThereIsMore() {
    String records = books("scan");
    node.post(records, "{'records': [{'id': 4, 'vectors': {'v': [4, 4]}}]}");
    String scan = "/v1/collections/scan/scan";

    JsonNode all = node.post(scan, "{}").json();
    JsonNode some = node.post(scan, "{'filter': \"year < 1950\", 'fields': ['year']}").json();
    JsonNode none = node.post(scan, "{'limit': 0}").json();

    assertThat(all.at("/records")).hasSize(3);
    assertThat(all.at("/complete").booleanValue()).isFalse();
    assertThat(some.at("/records").findValues("id"))
        .extracting(JsonNode::intValue)
        .containsExactlyInAnyOrder(1, 2);
    assertThat(some.at("/complete").booleanValue()).isTrue();
    assertThat(none.at("/records")).isEmpty();
    assertThat(none.at("/complete").booleanValue()).isFalse();
  }

  @Test
  void echoesLegalRequestIdsAndReplacesOthers() {
    String told =
        node.send(node.request("GET", "/livez", "").header("x-request-id", "job-7/42").build())
            .header("x-request-id");
    String replaced =
        node.send(node.request("GET", "/livez", "").header("x-request-id", "a b").build())
            .header("x-request-id");

    assertThat(told).isEqualTo("job-7/42");
    assertThat(replaced).matches("[0-9a-f-]{36}");
  }

  @Test
  void tellsOperatorsThatItIsAliveAndReady() {
    assertThat(node.get("/livez").body()).isEqualTo("live\n");
    assertThat(node.get("/readyz").body()).isEqualTo("ready\n");
    assertThat(node.get("/readyz?verbose").body())
        .isEqualTo("[+] recovery\n[+] logs\n[+] listeners\n[+] running\n");
  }

  @Test
  void takesBodiesOfMegabytes() {
    String records = books("large");
    String title = "x".repeat(100_000);
    String many =
        IntStream.range(0, 50)
            .mapToObj(i -> book(i, "1, " + i, title, i))
            .collect(Collectors.joining(",", "{'records': [", "]}"));

    assertThat(node.post(records, many).json().at("/upserted").intValue()).isEqualTo(50);
    assertThat(node.get(records + "?id=49").body()).hasSizeGreaterThan(title.length());
  }

  @Test
  void compressesAnswersForThoseWhoAsk() {
    Answer answer =
        node.send(
            node.request("GET", "/openapi.json", "").header("Accept-Encoding", "gzip").build());

    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
  }

  private static String books(String name) {
    Answer created =
        node.post(
            "/v1/collections",
            "{'name': '"
                + name
                + "', 'vectors': {'v': {'dimension': 2, 'metric': 'manhattan'}},"
                + " 'attributes': {'title': 'string', 'year': 'int32'}}");
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    String records = "/v1/collections/" + name + "/records";
    Answer written =
        node.post(
            records,
            "{'records': ["
                + String.join(
                    ",",
                    List.of(
                        book(1, "1, 0", "Emma", 1815),
                        book(2, "0, 1", "Ulysses", 1922),
                        book(3, "5, 5", "Dune", 1965)))
                + "]}");
    assertThat(written.body())
        .startsWith("{\"sequenceNumber\":")
        .endsWith("\"upserted\":3,\"deleted\":0}");
    return records;
  }

  private static String book(int id, String vector, String title, int year) {
    return "{'id': %d, 'vectors': {'v': [%s]}, 'attributes': {'title': '%s', 'year': %d}}"
        .formatted(id, vector, title, year);
  }
}
