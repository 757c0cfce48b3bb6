package io.vicinal.core.check;

import java.util.Arrays;
import java.util.OptionalLong;

/** The integer ids of the live rows of a shard, which are all different. For one thread. */
final class LiveKeys {
  private long[] keys = new long[1024];
  private int count;

  void add(long key) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, Math.multiplyExact(count, 2));
    }
    keys[count++] = key;
  }

  /** One that is there twice, if there is one; nothing may be added afterwards. */
  OptionalLong duplicate() {
    Arrays.sort(keys, 0, count);
    for (int i = 1; i < count; i++) {
      if (keys[i] == keys[i - 1]) {
        return OptionalLong.of(keys[i]);
      }
    }
    return OptionalLong.empty();
  }
}
