package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void readsValuesOfEveryKind() {
    assertThat(JsonText.parse(" [null, true, false, \"a\\\"\\u00e9\\n\", {}, []] "))
        .isEqualTo(Arrays.asList(null, true, false, "a\"é\n", Map.of(), List.of()));
    assertThat(JsonText.parse("9007199254740993")).isEqualTo(new BigDecimal("9007199254740993"));
    assertThat(JsonText.parse("0.1"))
        .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827021181583404541015625"));
    assertThat(JsonText.parse("99999999999999999999")).isEqualTo(new BigDecimal(1e20));
  }

  @Test
  void followsPathsThroughObjectsOnly() {
    Object document = JsonText.parse("{\"a\": {\"b\": 1, \"b\": 2}, \"l\": [1]}");

    assertThat(JsonText.at(document, List.of("a", "b"))).isEqualTo(new BigDecimal(2));
    assertThat(JsonText.at(document, List.of("l", "0"))).isNull();
    assertThat(JsonText.at(document, List.of("x", "y"))).isNull();
    assertThat(JsonText.at(document, List.of())).isSameAs(document);
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text : List.of("", "{", "[1,]", "{\"a\" 1}", "tru", "1 2", "\"a")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> JsonText.parse(text));
    }
  }
}
