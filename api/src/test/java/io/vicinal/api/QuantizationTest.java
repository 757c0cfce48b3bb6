package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Quantization.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class QuantizationTest {
  @Test
  void isChosenByTrialUnlessTheFieldSaysOtherwise() {
    VectorField field = VectorField.of("v", 3, Metric.COSINE);
    assertThat(field.quantization()).isEqualTo(Quantization.AUTO);
    Quantization coarse = new Quantization(Scheme.RABITQ, 4);
    assertThat(field.with(coarse).quantization()).isEqualTo(coarse);
    assertThat(field.with(coarse).with(Quantization.AUTO)).isEqualTo(field);
  }

  @Test
  void refusesAnOversamplingOutsideItsRange() {
    for (double value : new double[] {0.99, 1000.5, Double.NaN}) {
      Refused.by(
          () -> new Quantization(Scheme.SQ8, value),
          ErrorCode.INVALID_ARGUMENT,
          "oversampling is " + value,
          "1..1000");
    }
    assertThat(new Quantization(Scheme.SQ8, 1000).oversampling()).isEqualTo(1000);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scheme.class,
      mode = Mode.EXCLUDE,
      names = {"NONE", "AUTO"})
  void refusesCodesThatAFieldCannotHave(Scheme scheme) {
    Quantization codes = Quantization.of(scheme);
    Refused.by(
        () -> VectorField.of("v", 3, Metric.MANHATTAN).with(codes),
        ErrorCode.INVALID_ARGUMENT,
        "'v'",
        "manhattan",
        "none or auto");
    Refused.by(
        () -> VectorField.of("v", 4097, Metric.DOT).with(codes),
        ErrorCode.INVALID_ARGUMENT,
        "dimension 4097",
        "4096");
    assertThat(VectorField.of("v", 4096, Metric.DOT).with(codes).quantization()).isEqualTo(codes);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scheme.class,
      names = {"NONE", "AUTO"})
  void mayBeNoneOrAutoInAnyField(Scheme scheme) {
    VectorField field = VectorField.of("v", 65_536, Metric.MANHATTAN);
    assertThat(field.with(Quantization.of(scheme)).quantization().scheme()).isEqualTo(scheme);
  }
}
