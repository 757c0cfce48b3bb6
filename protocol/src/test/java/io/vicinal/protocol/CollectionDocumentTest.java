package io.vicinal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.ScalarType;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectionDocumentTest {
  @Test
  void readsTheShortForm() {
    CollectionSpec spec =
        parse(
            """
            {"name": "glosses",
             "vectors": {"embedding": {"dimension": 384, "metric": "cosine", "hnsw": {"m": 24}}},
             "attributes": {"title": "string", "tags": "list<string>"}}
            """);

    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64,
            List.of(
                new VectorField("embedding", 384, Metric.COSINE, HnswParameters.of(24, 200, 64))),
            List.of(
                new Attribute("title", ScalarType.STRING),
                new Attribute("tags", new ListType(ScalarType.STRING))));
    assertThat(spec).isEqualTo(new CollectionSpec("glosses", schema, 1));
  }

  @Test
  void decodesWhatItEncodesForEveryTypeAndMetric() {
    List<VectorField> fields = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      fields.add(VectorField.of("v_" + metric, 8, metric));
      fields.add(VectorField.of("m_" + metric, 8, metric).with(Storage.MAPPED));
    }
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute("s_" + type, type));
      attributes.add(new Attribute("l_" + type, new ListType(type)));
    }
    CollectionSpec spec =
        new CollectionSpec("all", new CollectionSchema(IdType.STRING, fields, attributes), 7);

    assertThat(parse(Json.writeString(CollectionDocument.of(spec)))).isEqualTo(spec);
  }

  /** The last release refuses keys that it does not know. */
  @Test
  void leavesOutWhatClientsOfTheLastReleaseDoNotKnow() {
    VectorField field = VectorField.of("v", 2, Metric.DOT);
    assertThat(describe(field)).doesNotContain("quantization", "oversampling", "sparse");
    for (Quantization other :
        List.of(Quantization.of(Scheme.SQ4), new Quantization(Scheme.AUTO, 2.5))) {
      assertThat(parse(describe(field.with(other))).schema().vectorField("v"))
          .isEqualTo(field.with(other));
    }
  }

  private static String describe(VectorField field) {
    CollectionSchema schema = new CollectionSchema(IdType.INT64, List.of(field), List.of());
    return Json.writeString(CollectionDocument.of(CollectionSpec.of("c", schema)));
  }

  @Test
  void refusesAnUnknownKeyByNameAndPlace() {
    assertRefused(
        """
        {"name": "c", "vectors": {"v": {"dimension": 2, "metric": "dot", "hsnw": {}}}}
        """,
        "hsnw",
        "vectors.v",
        "hnsw");
  }

  @Test
  void refusesAMissingKeyByName() {
    assertRefused("{\"name\": \"c\"}", "'vectors'");
    assertRefused("{\"vectors\": {\"v\": {\"metric\": \"dot\"}}}", "'dimension'", "vectors.v");
  }

  @Test
  void refusesAnUnknownTypeAndListsTheTypes() {
    assertRefused(
        """
        {"name": "c", "vectors": {"v": {"dimension": 2, "metric": "dot"}},
         "attributes": {"a": "text"}}
        """,
        "'text'",
        "'string'",
        "list<",
        "attributes.a");
    assertRefused("{\"vectors\": {\"v\": {\"metric\": \"l2\"}}}", "'l2'", "'euclidean'");
    assertRefused("{\"vectors\": {\"v\": {\"storage\": \"disk\"}}}", "'disk'", "'mapped'");
  }

  @Test
  void refusesNumbersInQuotesRepeatedKeysAndTrailingText() {
    assertRefused("{\"vectors\": {\"v\": {\"dimension\": \"2\"}}}", "dimension");
    assertRefused("{\"vectors\": {\"v\": {\"dimension\": 2.5}}}", "dimension");
    assertRefused("{\"name\": \"a\", \"name\": \"b\"}", "name");
    assertRefused("{\"name\": \"c\", \"vectors\": {}} x", "x");
    assertRefused("null", "expected a JSON object");
  }

  private static void assertRefused(String json, String... parts) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContainingAll(parts);
  }

  private static CollectionSpec parse(String json) {
    return Json.read(json, CollectionDocument.class, "collection").toSpec();
  }

  @Test
  void namesEveryAttributeTypeOnce() {
    for (ScalarType type : ScalarType.values()) {
      AttributeType list = new ListType(type);
      assertThat(TypeNames.attributeType(TypeNames.of(type))).isEqualTo(type);
      assertThat(TypeNames.attributeType(TypeNames.of(list))).isEqualTo(list);
    }
  }
}
