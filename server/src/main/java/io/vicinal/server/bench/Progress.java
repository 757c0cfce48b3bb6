package io.vicinal.server.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Says on the error stream what a benchmark is doing, with the seconds since it began. */
final class Progress {
  private final PrintWriter output;
  private final long start = System.nanoTime();

  Progress(PrintWriter output) {
    this.output = output;
  }

  void report(String message) {
    double seconds = (System.nanoTime() - start) / 1e9;
    output.printf(Locale.ROOT, "[%7.1f s] %s%n", seconds, message);
    output.flush();
  }
}
