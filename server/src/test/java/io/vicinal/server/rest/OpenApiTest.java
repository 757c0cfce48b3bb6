package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.DeleteDocument;
import io.vicinal.protocol.ExamplesDocument;
import io.vicinal.protocol.FusedAnswer;
import io.vicinal.protocol.FusedDocument;
import io.vicinal.protocol.IdsDocument;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.MmrDocument;
import io.vicinal.protocol.Problem;
import io.vicinal.protocol.RecordList;
import io.vicinal.protocol.ScanOptions;
import io.vicinal.protocol.SearchAnswer;
import io.vicinal.protocol.SearchDocument;
import io.vicinal.protocol.SparseDocument;
import io.vicinal.protocol.UpsertDocument;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.config.NodeVersion;
import io.vicinal.server.health.Readiness;
import io.vicinal.server.metrics.NodeMetrics;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That the description for programs says what the routes and documents are. */
class OpenApiTest {
  private final JsonNode description = Json.readTree(OpenApi.document(), "description");

  @Test
  void listsExactlyTheRoutes() {
    List<String> described = new ArrayList<>();
    description
        .at("/paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    List<String> served =
        RestService.routes(
                new NodeConfiguration.Rest("127.0.0.1", 0, 1, 1),
                OpenApiTest::noDatabase,
                new Readiness(),
                NodeMetrics.create("0", Optional::empty, List::of))
            .stream()
            .map(route -> route.method().name() + " " + route.path())
            .toList();

    assertThat(described).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void describesTheKeysOfEachDocument() {
    Map<String, Class<? extends Record>> documents =
        Map.ofEntries(
            Map.entry("Collection", CollectionDocument.class),
            Map.entry("VectorField", CollectionDocument.VectorDocument.class),
            Map.entry("Hnsw", CollectionDocument.HnswDocument.class),
            Map.entry("CollectionDescription", CollectionDescription.class),
            Map.entry("Upsert", UpsertDocument.class),
            Map.entry("Ids", IdsDocument.class),
            Map.entry("Delete", DeleteDocument.class),
            Map.entry("RecordList", RecordList.class),
            Map.entry("Scan", ScanOptions.class),
            Map.entry("Search", SearchDocument.class),
            Map.entry("Mmr", MmrDocument.class),
            Map.entry("Examples", ExamplesDocument.class),
            Map.entry("SearchAnswer", SearchAnswer.class),
            Map.entry("QueryAnswer", SearchAnswer.QueryAnswer.class),
            Map.entry("FusedSearch", FusedDocument.class),
            Map.entry("FusedBranch", FusedDocument.BranchDocument.class),
            Map.entry("FusedAnswer", FusedAnswer.class),
            Map.entry("SparseField", CollectionDocument.SparseFieldDocument.class),
            Map.entry("SparseVector", SparseDocument.class),
            Map.entry("Problem", Problem.class));

    documents.forEach(
        (schema, type) ->
            assertThat(keys("/components/schemas/" + schema + "/properties"))
                .as(schema)
                .containsExactlyInAnyOrderElementsOf(
                    Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()));
  }

  @Test
  void refersToSchemasThatExist() {
    Set<String> schemas = Set.copyOf(keys("/components/schemas"));

    assertThat(description.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(schemas).contains(reference.replace("#/components/schemas/", "")));
  }

  @Test
  void namesTheReleaseThatRuns() {
    assertThat(description.at("/info/version").textValue()).isEqualTo(NodeVersion.current());
  }

  private List<String> keys(String pointer) {
    List<String> keys = new ArrayList<>();
    description.at(pointer).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static VectorDatabase noDatabase() {
    throw new VicinalException(ErrorCode.UNAVAILABLE, "there is none");
  }
}
