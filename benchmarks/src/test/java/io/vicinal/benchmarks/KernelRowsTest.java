package io.vicinal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KernelRowsTest {
  @Test
  void fillsWhatWasAskedForWithRowsOfWholeCacheLines() {
    KernelRows rows = KernelRows.ofBytes(100, 1 << 20);

    assertThat(rows.width()).isEqualTo(112);
    assertThat(rows.rows()).isEqualTo((1 << 20) / (112 * Float.BYTES) + 1);
    assertThat(rows.components()).hasSize(KernelRows.ORIGIN + rows.rows() * 112);
  }

  @Test
  void hasOneRowWhereNothingIsToBeFilled() {
    assertThat(KernelRows.ofBytes(128, 0).rows()).isOne();
    assertThat(KernelRows.ofBytes(128, 1).rows()).isOne();
    assertThat(KernelRows.ofBytes(128, 512).rows()).isOne();
    assertThat(KernelRows.ofBytes(128, 513).rows()).isEqualTo(2);
  }

  @Test
  void comesToEveryRowBeforeItComesToOneAgain() {
    KernelRows rows = KernelRows.ofBytes(16, 1000 * 64);
    Set<Integer> offsets = new TreeSet<>();
    for (int i = 0; i < rows.rows(); i++) {
      offsets.add(rows.nextOffset());
    }
    assertThat(offsets).hasSize(1000).allMatch(each -> (each - KernelRows.ORIGIN) % 16 == 0);
    assertThat(offsets).last().isEqualTo(KernelRows.ORIGIN + 999 * 16);
    assertThat(rows.nextOffset()).isIn(offsets);
  }

  @Test
  void padsWithZeros() {
    float[] components = KernelRows.ofBytes(20, 2 * 128).components();

    for (int i = 0; i < KernelRows.ORIGIN + 2 * 32; i++) {
      int place = (i - KernelRows.ORIGIN) % 32;
      if (i >= KernelRows.ORIGIN && place < 20) {
        assertThat(components[i]).isBetween(-1f, 1f).isNotZero();
      } else {
        assertThat(components[i]).isZero();
      }
    }
  }
}
