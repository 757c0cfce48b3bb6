package io.vicinal.core.io;

import io.vicinal.core.io.FaultyDirectory.Unsynced;
import java.util.function.Supplier;

/** Lets the power fail at one place after the other, and checks every disk that may remain. */
public final class CrashSweep {
  private CrashSweep() {}

  /**
   * Sweeps until a trial lives to its end.
   *
   * @param trials makes a trial for each place
   * @param stride after how many operations the next place comes; 1 for every one
   * @return how many states of the disk were checked
   */
  public static int run(Supplier<? extends CrashTrial> trials, int stride) {
    int states = 0;
    boolean finished = false;
    for (int crash = 1; !finished; crash += stride) {
      FaultyDirectory disk = FaultyDirectory.create().crashAfter(crash);
      CrashTrial trial = trials.get();
      finished = livesToItsEnd(trial, disk);
      for (Unsynced unsynced : Unsynced.values()) {
        trial.check(
            disk.afterPowerFailure(unsynced, crash), "crash after " + crash + ", " + unsynced);
        states++;
      }
    }
    return states;
  }

  private static boolean livesToItsEnd(CrashTrial trial, FaultyDirectory disk) {
    try {
      trial.live(disk);
      return true;
    } catch (PowerFailure e) {
      return false;
    }
  }
}
