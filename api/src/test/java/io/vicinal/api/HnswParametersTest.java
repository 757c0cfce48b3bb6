package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HnswParametersTest {
  @Test
  void choosesTheRestAsThePaperDoes() {
    HnswParameters chosen = HnswParameters.of(16, 200, 64);

    assertThat(chosen).isEqualTo(HnswParameters.DEFAULT);
    assertThat(chosen.maxM()).isEqualTo(16);
    assertThat(chosen.maxM0()).isEqualTo(32);
    assertThat(chosen.levelMultiplier()).isCloseTo(1 / Math.log(16), within(1e-12));
  }

  @Test
  void takesTheEdgesOfItsRanges() {
    assertThat(new HnswParameters(2, 2, 1, 2, 2, 4).m()).isEqualTo(2);
    assertThat(new HnswParameters(256, 100_000, 100_000, 1_024, 2_048, 1e-9).maxM0())
        .isEqualTo(2_048);
  }

  @Test
  void namesTheParameterItsValueAndItsRange() {
    refuses(() -> new HnswParameters(1, 50, 50, 20, 20, 1), "m is 1", "2..256");
    refuses(() -> new HnswParameters(257, 500, 50, 300, 300, 1), "m is 257", "2..256");
    refuses(() -> new HnswParameters(9, 8, 50, 20, 20, 1), "efConstruction is 8", "m (9)..100000");
    refuses(() -> new HnswParameters(9, 50, 0, 20, 20, 1), "efSearch is 0", "1..100000");
    refuses(() -> new HnswParameters(9, 50, 50, 8, 20, 1), "maxM is 8", "m (9)..1024");
    refuses(() -> new HnswParameters(9, 50, 50, 20, 2_049, 1), "maxM0 is 2049", "m (9)..2048");
    refuses(() -> new HnswParameters(9, 50, 50, 20, 20, 0), "levelMultiplier is 0.0", "above 0");
    refuses(() -> new HnswParameters(9, 50, 50, 20, 20, Double.NaN), "levelMultiplier is NaN");
  }

  private static void refuses(ThrowingCallable call, String... parts) {
    Refused.by(call, ErrorCode.INVALID_ARGUMENT, parts);
  }
}
