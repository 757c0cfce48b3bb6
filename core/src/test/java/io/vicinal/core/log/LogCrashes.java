package io.vicinal.core.log;

import static io.vicinal.core.log.LogFixture.SMALL_FILES;
import static io.vicinal.core.log.LogFixture.append;
import static io.vicinal.core.log.LogFixture.open;
import static io.vicinal.core.log.LogFixture.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.PowerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lets the power fail after each operation of a life of a log, and again after each operation of
 * the recovery, and checks after each restart that
 *
 * <ol>
 *   <li>every acknowledged record is there;
 *   <li>nothing is there but what was appended, in its order;
 *   <li>the log goes on: a new record follows the last one.
 * </ol>
 */
final class LogCrashes {
  private LogCrashes() {}

  /**
   * Lets the power fail at all places.
   *
   * @param seeds how often, each time with something else torn
   * @return how many states of the disk were checked
   */
  static int check(int seeds) {
    int states = 0;
    for (int crash = 1; ; crash++) {
      FaultyDirectory disk = FaultyDirectory.create().crashAfter(crash);
      Life life = new Life();
      boolean finished = life.live(disk, "first");
      for (Unsynced unsynced : Unsynced.values()) {
        for (int seed = 0; seed < seeds; seed++) {
          String where = "crash after " + crash + ", " + unsynced + ", seed " + seed;
          states += crashAgain(disk.afterPowerFailure(unsynced, seed), life, unsynced, seed, where);
        }
      }
      if (finished) {
        return states;
      }
    }
  }

  /** Returns how many states of the disk it checked. */
  private static int crashAgain(
      FaultyDirectory disk, Life life, Unsynced unsynced, int seed, String where) {
    for (int crash = 1; ; crash++) {
      FaultyDirectory copy = disk.afterPowerFailure(Unsynced.KEPT, 0).crashAfter(crash);
      Life second = new Life(life);
      boolean finished = second.live(copy, "second");
      FaultyDirectory survivor = copy.afterPowerFailure(unsynced, seed + 100);
      check(survivor, second, where + ", then after " + crash);
      if (finished) {
        return crash;
      }
    }
  }

  private static void check(FaultyDirectory disk, Life life, String where) {
    WriteAheadLog log = open(disk, SMALL_FILES);
    List<String> found = records(log, log.firstSequence());
    int dropped = (int) log.firstSequence() - 1;
    assertThat(dropped).as(where).isLessThanOrEqualTo(life.truncated);
    assertThat(dropped + found.size()).as(where).isGreaterThanOrEqualTo(life.acknowledged);
    assertThat(found).as(where).isEqualTo(life.appended.subList(dropped, dropped + found.size()));
    assertThat(append(log, "next")).as(where).isEqualTo(dropped + found.size() + 1L);
  }

  /** What a writer did and what it was told, whatever happens to the disk. */
  private static final class Life {
    private final List<String> appended;
    private int acknowledged;
    private int truncated;

    Life() {
      appended = new ArrayList<>();
    }

    Life(Life earlier) {
      appended = new ArrayList<>(earlier.appended);
      acknowledged = earlier.acknowledged;
      truncated = earlier.truncated;
    }

    /** Opens, writes through several files, truncates, closes; false when the power failed. */
    boolean live(FaultyDirectory disk, String name) {
      SplittableRandom random = new SplittableRandom(name.hashCode());
      try {
        WriteAheadLog log = open(disk, SMALL_FILES);
        int present = (int) log.lastSequence();
        assertThat(present).isGreaterThanOrEqualTo(acknowledged);
        appended.subList(present, appended.size()).clear();
        for (int i = 0; i < 6; i++) {
          String text = name + i + "x".repeat(random.nextInt(2500));
          appended.add(appended.size() + 1 + ":" + text);
          long sequence = append(log, text);
          assertThat(sequence).isEqualTo(appended.size());
          if (i % 3 != 1) {
            log.commit(sequence);
            acknowledged = (int) sequence;
          }
        }
        truncated = acknowledged;
        log.truncateBefore(acknowledged + 1L);
        log.close();
        acknowledged = appended.size();
        return true;
      } catch (PowerFailure e) {
        return false;
      }
    }
  }
}
