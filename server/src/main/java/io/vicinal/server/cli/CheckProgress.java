package io.vicinal.server.cli;

import java.io.PrintWriter;

/** Shows on a terminal, in one line that is written over, which file is being read. */
final class CheckProgress {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int WIDTH = 78;

  private final PrintWriter terminal;
  private final boolean shown;

  CheckProgress(PrintWriter terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  void show(String path) {
    if (shown) {
      terminal.print(CLEAR_LINE + path.substring(Math.max(0, path.length() - WIDTH)));
      terminal.flush();
    }
  }

  void clear() {
    if (shown) {
      terminal.print(CLEAR_LINE);
      terminal.flush();
    }
  }
}
