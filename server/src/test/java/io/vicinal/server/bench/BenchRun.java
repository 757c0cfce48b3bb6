package io.vicinal.server.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import picocli.CommandLine;

/**
 * A run of {@code vicinal bench} in this process.
 *
 * @param exitCode what it returned
 * @param output what it printed to standard output
 * @param errors what it printed to standard error
 */
record BenchRun(int exitCode, String output, String errors) {
  /** Runs a command line, whose arguments have no blanks. */
  static BenchRun of(String commandLine, Object... arguments) {
    String line = String.format(Locale.ROOT, commandLine, arguments);
    return ofArguments(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }

  static BenchRun ofArguments(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int exitCode =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  command.getErr().println("refused: " + failure.getMessage());
                  return 1;
                })
            .execute(arguments);
    return new BenchRun(exitCode, output.toString(), errors.toString());
  }
}
