package io.vicinal.server.rest;

import java.time.Duration;

/** How many requests are running, so that a node can wait for the last. Thread safe. */
final class RunningRequests {
  private int running;

  synchronized void enter() {
    running++;
  }

  synchronized void leave() {
    running--;
    notifyAll();
  }

  /** Whether none was running at some moment before the deadline passed. */
  synchronized boolean awaitNone(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (running > 0) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }
}
