package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(IdType.INT64, List.of(VectorField.of("v", 1, Metric.DOT)), List.of());

  @ParameterizedTest
  @ValueSource(strings = {"a", "A9", "7", "a_b-c", "0-"})
  void takesNamesOfCollectionsThatAreGoodForPaths(String name) {
    assertThat(CollectionSpec.of(name, SCHEMA).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "_a", "a.b", "a/b", "..", "a b", "é", "a\n"})
  void refusesOtherNamesOfCollections(String name) {
    Refused.by(
        () -> CollectionSpec.of(name, SCHEMA),
        ErrorCode.INVALID_ARGUMENT,
        "collection name '" + name + "'",
        "1..128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "a_9", "ID", "ids"})
  void takesNamesOfFieldsThatAreGoodForSql(String name) {
    assertThat(VectorField.of(name, 1, Metric.DOT).name()).isEqualTo(name);
    assertThat(new Attribute(name, ScalarType.STRING).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9a", "_seq", "a-b", "a.b", "é", "id"})
  void refusesOtherNamesOfFields(String name) {
    Refused.by(
        () -> VectorField.of(name, 1, Metric.DOT),
        ErrorCode.INVALID_ARGUMENT,
        "field name '" + name + "'",
        "not 'id'");
    Refused.by(() -> new Attribute(name, ScalarType.STRING), ErrorCode.INVALID_ARGUMENT, name);
  }

  @Test
  void limitsTheLengthOfNames() {
    assertThat(new Attribute("a".repeat(128), ScalarType.STRING).name()).hasSize(128);
    Refused.by(
        () -> new Attribute("a".repeat(129), ScalarType.STRING),
        ErrorCode.INVALID_ARGUMENT,
        "1..128");
    assertThat(CollectionSpec.of("a".repeat(128), SCHEMA).name()).hasSize(128);
    Refused.by(
        () -> CollectionSpec.of("a".repeat(129), SCHEMA), ErrorCode.INVALID_ARGUMENT, "1..128");
  }
}
