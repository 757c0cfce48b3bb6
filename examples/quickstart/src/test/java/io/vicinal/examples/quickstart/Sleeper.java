package io.vicinal.examples.quickstart;

import java.util.concurrent.CountDownLatch;

/** A child that says it is ready and then waits to be ended, {@code stubborn}ly or not. */
public final class Sleeper {
  private Sleeper() {}

  public static void main(String[] arguments) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    if (arguments.length > 0 && arguments[0].equals("stubborn")) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitForEver(never)));
    }
    System.out.println("ready: " + ProcessHandle.current().pid());
    never.await();
  }

  private static void awaitForEver(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
