package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Quantization.Scheme;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageTest {
  @Test
  void isMemoryUnlessTheFieldSaysOtherwise() {
    VectorField field = VectorField.of("v", 3, Metric.COSINE);
    assertThat(field.storage()).isEqualTo(Storage.MEMORY);
    assertThat(field.with(Storage.MAPPED).storage()).isEqualTo(Storage.MAPPED);
    assertThat(field.with(Storage.MAPPED)).isNotEqualTo(field);
    assertThat(field.with(Storage.MAPPED).with(Storage.MEMORY)).isEqualTo(field);
  }

  @Test
  void staysWhenTheQuantizationChanges() {
    Quantization codes = Quantization.of(Scheme.SQ8);
    VectorField field = VectorField.of("v", 3, Metric.DOT).with(Storage.MAPPED).with(codes);
    assertThat(field.storage()).isEqualTo(Storage.MAPPED);
    assertThat(field.quantization()).isEqualTo(codes);
  }

  @Test
  void suitsFieldsThatHaveNoCodes() {
    VectorField field =
        VectorField.of("v", 5000, Metric.MANHATTAN)
            .with(Quantization.of(Scheme.NONE))
            .with(Storage.MAPPED);
    assertThat(field.storage()).isEqualTo(Storage.MAPPED);
  }

  @Test
  void statisticsAreSummedByField() {
    Map<String, FieldStatistics> some = new LinkedHashMap<>();
    some.put("v", new FieldStatistics(new IndexMemory(1, 2, 3), 0, 0));
    some.put("u", new FieldStatistics(new IndexMemory(4, 0, 5), 100, 0.5));
    FieldStatistics more = new FieldStatistics(new IndexMemory(10, 20, 30), 300, 0.9);
    assertThat(CollectionStatistics.sum(some, Map.of("u", more)))
        .containsExactly(
            Map.entry("v", new FieldStatistics(new IndexMemory(1, 2, 3), 0, 0)),
            Map.entry("u", new FieldStatistics(new IndexMemory(14, 20, 35), 400, 0.8)));
    assertThat(new IndexMemory(1, 2, 3).total()).isEqualTo(6);
  }
}
