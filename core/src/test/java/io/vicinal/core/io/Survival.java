package io.vicinal.core.io;

import io.vicinal.core.io.FaultyDirectory.Unsynced;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Decides what outlives a power failure. */
final class Survival {
  private static final int SECTOR = 512;

  private final Unsynced unsynced;
  private final Random random;

  Survival(Unsynced unsynced, long seed) {
    this.unsynced = unsynced;
    this.random = new Random(seed);
  }

  /** One of the states of a directory, the first of which is durable and the last is present. */
  <T> T names(List<T> states) {
    return switch (unsynced) {
      case DROPPED -> states.get(0);
      case KEPT -> states.get(states.size() - 1);
      case TORN -> states.get(random.nextInt(states.size()));
    };
  }

  byte[] bytes(byte[] durable, byte[] written) {
    return switch (unsynced) {
      case DROPPED -> durable;
      case KEPT -> written;
      case TORN -> torn(durable, written);
    };
  }

  /** Each sector is the new one or the old one; beyond the old end, the old one is zeros. */
  private byte[] torn(byte[] durable, byte[] written) {
    if (Arrays.equals(durable, written)) {
      return durable;
    }
    int shorter = Math.min(durable.length, written.length);
    int longer = Math.max(durable.length, written.length);
    int length = shorter + random.nextInt(longer - shorter + 1);
    byte[] result = Arrays.copyOf(durable, length);
    for (int sector = 0; sector < length; sector += SECTOR) {
      int end = Math.min(Math.min(sector + SECTOR, length), written.length);
      if (end > sector && random.nextBoolean()) {
        System.arraycopy(written, sector, result, sector, end - sector);
      }
    }
    return result;
  }
}
