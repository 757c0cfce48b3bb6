package io.vicinal.core.io;

/** What is done on a disk until the power fails, and what must be true of the disk afterwards. */
public interface CrashTrial {
  /**
   * Uses the disk and remembers what was acknowledged.
   *
   * @throws PowerFailure when the disk fails
   */
  void live(FaultyDirectory disk);

  /**
   * Starts again on what the power failure left, and checks that everything acknowledged is there.
   *
   * @param where the power failed, for messages
   */
  void check(FaultyDirectory disk, String where);
}
