package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryEncodingTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "id=1", "id=a+b", "id=caf%C3%A9", "id=%25zz", "%69d=%f0%9f%98%80"})
  void takesWhatCanBeDecoded(String parameter) {
    assertThat(QueryEncoding.isDecodable(parameter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id=%", "id=%f", "id=%zz", "id=%-1", "%zz=1", "id=%ff", "id=%c3x%a9"})
  void refusesWhatCannot(String parameter) {
    assertThat(QueryEncoding.isDecodable(parameter)).isFalse();
  }
}
