package io.vicinal.examples.quickstart;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the {@code main} of another class and ends this process when standard input does: the parent
 * holds the other end, so its death, of whatever kind, ends its children. Uses the class library
 * only, so that it fits on every class path.
 */
public final class Leash {
  private static final int TERMINATED = 128 + 15;
  private static final long GRACE_MILLIS = 10_000;

  private Leash() {}

  /** Runs the class named by the first argument with the others. */
  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(Leash::exitAtEndOfInput, "leash");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void exitAtEndOfInput() {
    awaitEndOfInput();
    Thread exit = new Thread(() -> System.exit(TERMINATED), "leash-exit");
    exit.start();
    try {
      exit.join(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Still here: shutdown hooks hang, and nobody is left to kill this process.
    Runtime.getRuntime().halt(TERMINATED);
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // What the parent writes has no meaning; that it can write has.
      }
    } catch (IOException e) {
      System.err.println("leash: standard input broke, as it does at its end: " + e);
    }
  }
}
