package io.vicinal.core.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeLayoutTest {
  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void givesEachComponentBitsOfItsOwnBeforeTheFloats(int bits) {
    for (int lines = 1; lines <= 5; lines++) {
      CodeLayout layout = new CodeLayout(bits, lines);
      Set<Integer> starts = new HashSet<>();
      for (int i = 0; i < layout.components(); i++) {
        int place = layout.place(i);
        assertThat(layout.index(place)).isBetween(0, layout.floats() - 1);
        assertThat(layout.shift(place) % bits).isZero();
        starts.add(32 * layout.index(place) + layout.shift(place));
      }
      assertThat(starts).hasSize((512 * lines - 128) / bits);
    }
  }

  @Test
  void hasAsFewLinesAsComponentsNeed() {
    assertThat(CodeLayout.forComponents(8, 1).lines()).isEqualTo(1);
    assertThat(CodeLayout.forComponents(8, 48).lines()).isEqualTo(1);
    assertThat(CodeLayout.forComponents(8, 49).lines()).isEqualTo(2);
    assertThat(CodeLayout.forComponents(8, 784).lines()).isEqualTo(13);
    assertThat(CodeLayout.forComponents(4, 96).lines()).isEqualTo(1);
    assertThat(CodeLayout.forComponents(4, 784).lines()).isEqualTo(7);
  }
}
