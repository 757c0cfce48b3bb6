package io.vicinal.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the user sees: a line for each step, and while a step takes long, where it stands. Used by
 * one thread.
 */
final class Console {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final int WIDEST_COLUMN = 58;

  private final PrintStream out;
  private long lastProgress = System.nanoTime();

  Console(PrintStream out) {
    this.out = out;
  }

  /** A line. */
  void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    lastProgress = System.nanoTime();
  }

  /** A line if the last one was some time ago. */
  void progress(String format, Object... values) {
    if (System.nanoTime() - lastProgress >= BETWEEN_LINES.toNanos()) {
      say("      " + format, values);
    }
  }

  /** A table with columns as wide as their values, up to a limit. */
  void table(List<String> columns, List<List<String>> rows) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      widths[i] = Math.min(WIDEST_COLUMN, Math.max(columns.get(i).length(), widest));
    }
    say("%s", line(columns, widths));
    for (List<String> row : rows) {
      say("%s", line(row, widths));
    }
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String shown = cell.length() <= widths[i] ? cell : cell.substring(0, widths[i] - 1) + "…";
      line.append("  ").append(shown).append(" ".repeat(widths[i] - shown.length()));
    }
    return line.toString().stripTrailing();
  }
}
