package io.vicinal.examples.flinkjob;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a batch is embedded: at the latest when it holds {@code size} changes or its first change
 * has waited {@code patience}.
 */
record BatchLimits(int size, Duration patience) implements Serializable {
  /** 32 glosses take some 80 ms on one thread, and larger batches are hardly faster. */
  static final BatchLimits DEFAULT = new BatchLimits(32, Duration.ofMillis(10));

  private static final int MAX_SIZE = 10_000;

  BatchLimits {
    if (size < 1 || size > MAX_SIZE) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "size of an embedding batch: expected 1 to " + MAX_SIZE + ", found " + size);
    }
    if (patience.isNegative()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "patience of an embedding batch: expected 0 or more, found " + patience);
    }
  }
}
