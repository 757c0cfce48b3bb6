package io.vicinal.testkit;

import java.util.SplittableRandom;

/**
 * The seed of a run's random tests: {@value #DEFAULT}, or that of the system property {@value
 * #PROPERTY}. A test that fails says how to run it again.
 *
 * @param value the number that generators start from
 */
public record Seed(long value) {
  /** The name of the system property. */
  public static final String PROPERTY = "vicinal.seed";

  /** The seed where none is chosen, the same every time: a build fails for its own reasons. */
  public static final long DEFAULT = 20_240_611L;

  /** What a random test does. */
  @FunctionalInterface
  public interface Trial {
    /** Runs the test with a generator of its own. */
    void run(SplittableRandom random);
  }

  /** The seed of this run. */
  public static Seed ofRun() {
    return new Seed(Long.getLong(PROPERTY, DEFAULT));
  }

  /** A new generator, the same sequence for the same seed. */
  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /** Runs a random test; a failure of it names this seed. */
  public void run(Trial trial) {
    try {
      trial.run(random());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("with " + this + ": " + e.getMessage(), e);
    }
  }

  /** The option that repeats the run. */
  @Override
  public String toString() {
    return "-D" + PROPERTY + "=" + value;
  }
}
