package io.vicinal.core.distance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScalarKernelsTest implements KernelContract {
  @Override
  public DistanceKernels kernels() {
    return Kernels.scalar();
  }

  @Test
  void areTheChoiceWhereNoProviderIsOnTheClassPath() {
    assertThat(Kernels.best()).isSameAs(Kernels.scalar());
  }
}
