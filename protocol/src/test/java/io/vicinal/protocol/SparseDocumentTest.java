package io.vicinal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sparse vectors and fields as documents. */
class SparseDocumentTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 1, Metric.DOT)),
          List.of(new SparseField("words"), new SparseField("letters")),
          List.of());
  private static final SparseVector VECTOR =
      SparseVector.of(new int[] {0, SparseVector.MAX_INDEX}, new float[] {0.1f, -3e38f});
  private static final RecordCodec CODEC = new RecordCodec(SCHEMA);

  @Test
  void readsTheRecordsThatItWrites() {
    VectorRecord record =
        new VectorRecord(
            RecordId.of(1),
            Map.of("v", DenseVector.of(1)),
            Map.of("words", VECTOR, "letters", SparseVector.of(new int[0], new float[0])),
            Map.of());

    assertThat(CODEC.decode(CODEC.encode(record))).isEqualTo(record);
    assertThat(record("null").sparseVectors()).isEmpty();
  }

  @Test
  void readsTheCollectionsThatItWrites() {
    CollectionSpec spec = CollectionSpec.of("c", SCHEMA);
    String json = Json.writeString(CollectionDocument.of(spec));

    assertThat(Json.read(json, CollectionDocument.class, "collection").toSpec()).isEqualTo(spec);
  }

  @Test
  void readsTheSearchesThatItWrites() {
    SearchRequest request = SearchRequest.nearest("letters", VECTOR, 3).within(-1);
    String json = Json.writeString(SearchOptions.of(request));
    SearchOptions options = Json.read(json, SearchOptions.class, "search");

    assertThat(options.toRequest(SCHEMA, options.query(SCHEMA).orElseThrow())).isEqualTo(request);
  }

  @Test
  void sortsByIndex() {
    assertThat(record("{'indices': [9, 2], 'values': [1, 5]}").sparseVectors())
        .containsEntry("words", SparseVector.of(new int[] {2, 9}, new float[] {5, 1}));
  }

  @Test
  void namesWhatIsWrongWithAVector() {
    refuses("[1]", "[1]; expected an object with the keys indices and values");
    refuses("{'indices': [1]}", "key 'values' is missing");
    refuses("{'indices': [1], 'values': [1], 'size': 1}", "unknown key 'size'");
    refuses("{'indices': 1, 'values': [1]}", "indices: 1; expected an array");
    refuses("{'indices': [1.5], 'values': [1]}", "element 0 is 1.5", "0 to 2147483646");
    refuses("{'indices': [4294967296], 'values': [1]}", "element 0 is 4294967296");
    refuses("{'indices': [-1], 'values': [1]}", "index -1; expected 0..2147483646");
    refuses("{'indices': [2147483647], 'values': [1]}", "index 2147483647; expected");
    refuses("{'indices': [4, 2, 4], 'values': [1, 2, 3]}", "index 4 occurs twice");
    refuses("{'indices': [4], 'values': []}", "1 indices and 0 values");
    refuses("{'indices': [4], 'values': ['x']}", "component 0 is \"x\"");
    refuses("{'indices': [4], 'values': [1e39]}", "component 0 is", "outside of float32");
  }

  @Test
  void namesWhatIsWrongWithASearchOrAField() {
    SearchOptions options =
        Json.read(
            "{\"k\": 1, \"sparse\": {\"indices\": [1], \"values\": [1]}}",
            SearchOptions.class,
            "search");
    assertThatThrownBy(() -> options.toRequest(SCHEMA, VECTOR))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("no key 'field'")
        .hasMessageContaining("[words, letters]");
    assertThatThrownBy(
            () ->
                Json.read(
                    "{\"metric\": \"cosine\"}",
                    CollectionDocument.SparseFieldDocument.class,
                    "field"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("metric cosine of a sparse vector field; expected dot");
  }

  private static void refuses(String words, String... parts) {
    assertThatThrownBy(() -> record(words))
        .as(words)
        .isInstanceOf(VicinalException.class)
        .satisfies(
            error ->
                assertThat(error.getMessage()).contains("record 1", "'words'").contains(parts));
  }

  private static VectorRecord record(String words) {
    String json = "{'id': 1, 'vectors': {'v': [1], 'words': " + words + "}}";
    return CODEC.decode(
        Json.readTree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "record"));
  }
}
