package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {
  private static final int[] CODE_POINTS = {
    0, 'a', 'b', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10001, 0x10ffff
  };

  @Test
  void isTheOrderOfTheBytesInUtf8() {
    long seed = Long.getLong("vicinal.seed", 20_240_611L);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String a = text(random);
      String b = text(random);
      assertThat(Integer.signum(CodePointOrder.compare(a, b)))
          .as("-Dvicinal.seed=%s: %s, %s", seed, a, b)
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes(a), bytes(b))));
    }
  }

  @Test
  void differsFromTheOrderOfCharsAboveTheBasicPlane() {
    assertThat(CodePointOrder.compare("\uffff", "𝄞")).isNegative();
    assertThat("\uffff".compareTo("𝄞")).isPositive();
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
