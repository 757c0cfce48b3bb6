package io.vicinal.core.io;

/**
 * The power fails, as {@link FaultyDirectory#crashAfter} asked: thrown by every later operation. An
 * {@code Error}, because no code under test may handle it.
 */
public final class PowerFailure extends Error {
  private static final long serialVersionUID = 1L;

  PowerFailure(int operation) {
    super("the power failed after operation " + operation);
  }
}
