package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectionSchemaTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN), VectorField.of("w", 1, Metric.COSINE)),
          List.of(
              new Attribute("year", ScalarType.INT32),
              new Attribute("tags", new ListType(ScalarType.STRING))));
  private static final VectorRecord GOOD =
      new VectorRecord(
          RecordId.of(1),
          Map.of("v", DenseVector.of(0, 0), "w", DenseVector.of(2)),
          Map.of("year", 1999, "tags", List.of("a")));

  @Test
  void needsAVectorField() {
    Refused.by(
        () -> new CollectionSchema(IdType.INT64, List.of(), SCHEMA.attributes()),
        ErrorCode.INVALID_ARGUMENT,
        "without a vector field");
  }

  @Test
  void refusesNamesThatOccurTwice() {
    Refused.by(
        () ->
            new CollectionSchema(
                IdType.INT64, SCHEMA.vectorFields(), List.of(new Attribute("w", ScalarType.JSON))),
        ErrorCode.INVALID_ARGUMENT,
        "'w' occurs twice");
  }

  @Test
  void keepsItsListsWhateverBecomesOfTheOriginals() {
    List<Attribute> attributes = new ArrayList<>(SCHEMA.attributes());
    CollectionSchema schema =
        new CollectionSchema(IdType.STRING, SCHEMA.vectorFields(), attributes);

    attributes.clear();

    assertThat(schema.attributes()).hasSize(2);
  }

  @Test
  void findsFieldsAndNamesThoseThereAre() {
    assertThat(SCHEMA.vectorField("w").metric()).isEqualTo(Metric.COSINE);
    assertThat(SCHEMA.attribute("year").type()).isEqualTo(ScalarType.INT32);
    assertThat(SCHEMA.findAttribute("v")).isEmpty();
    assertThat(SCHEMA.findVectorField("year")).isEmpty();
    Refused.by(() -> SCHEMA.vectorField("x"), ErrorCode.UNKNOWN_FIELD, "'x'", "[v, w]");
    Refused.by(() -> SCHEMA.attribute("x"), ErrorCode.UNKNOWN_FIELD, "'x'", "[year, tags]");
  }

  @Test
  void acceptsRecordsThatFit() {
    SCHEMA.check(GOOD);
    SCHEMA.check(GOOD.withAttributes(Map.of()));
    SCHEMA.checkId(RecordId.of(Long.MIN_VALUE));
  }

  @Test
  void refusesRecordsThatDoNot() {
    Refused.by(
        () -> SCHEMA.check(new VectorRecord(RecordId.of("1"), GOOD.vectors(), Map.of())),
        ErrorCode.INVALID_RECORD,
        "id 1 is STRING; expected INT64");
    Refused.by(
        () -> SCHEMA.check(VectorRecord.of(RecordId.of(1), "v", DenseVector.of(0, 0))),
        ErrorCode.INVALID_RECORD,
        "record 1",
        "'w'");
    Refused.by(
        () -> SCHEMA.check(GOOD.withAttributes(Map.of("colour", "red"))),
        ErrorCode.UNKNOWN_FIELD,
        "'colour'");
    Refused.by(
        () -> SCHEMA.check(GOOD.withAttributes(Map.of("tags", List.of("a", 7)))),
        ErrorCode.INVALID_RECORD,
        "record 1, attribute 'tags'",
        "LIST<STRING>");
    Refused.by(
        () ->
            SCHEMA.check(
                new VectorRecord(
                    RecordId.of(1),
                    Map.of("v", DenseVector.of(0, 0), "w", DenseVector.of(0)),
                    Map.of())),
        ErrorCode.INVALID_VECTOR,
        "record 1, vector field 'w'",
        "zero vector");
  }

  @Test
  void limitsShardsAndDimensions() {
    Refused.by(
        () -> new CollectionSpec("c", SCHEMA, 0),
        ErrorCode.INVALID_ARGUMENT,
        "0 shards",
        "1..1024");
    Refused.by(() -> new CollectionSpec("c", SCHEMA, 1025), ErrorCode.INVALID_ARGUMENT, "1025");
    assertThat(CollectionSpec.of("c", SCHEMA).shards()).isEqualTo(1);
    Refused.by(
        () -> VectorField.of("v", 0, Metric.DOT), ErrorCode.INVALID_ARGUMENT, "'v'", "1..65536");
    Refused.by(() -> VectorField.of("v", 65_537, Metric.DOT), ErrorCode.INVALID_ARGUMENT, "65537");
  }

  @Test
  void leavesNullAttributesOutOfRecords() {
    Map<String, Object> attributes = new HashMap<>(Map.of("year", 1));
    attributes.put("tags", null);

    assertThat(GOOD.withAttributes(attributes).attributes()).containsExactly(Map.entry("year", 1));
  }
}
