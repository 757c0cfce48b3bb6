package io.vicinal.server.cli;

import io.vicinal.api.VicinalException;
import io.vicinal.cluster.NodeCheck;
import io.vicinal.core.catalog.DataDirectory;
import io.vicinal.core.check.CheckSummary;
import io.vicinal.core.check.EmbeddedCheck;
import io.vicinal.core.check.Examination;
import io.vicinal.core.check.FindingCounts;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.server.config.LogFormat;
import io.vicinal.server.config.LogLevel;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.logging.NodeLogging;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a data directory and says what is wrong with it. */
@Command(
    name = "check",
    description = {
      "Reads every file of a data directory, of a node or an embedded database, and says what is",
      "wrong with it. Changes nothing. The directory must not be in use.",
      "",
      "Prints a line for each segment, shard and collection, one for each problem or note",
      "('PATH: what is wrong; what can be done'), and one that sums up. A note is no damage: it",
      "names what the next start deletes or completes, or does not need.",
      "",
      "Exit codes: 0 sound, 1 damaged, 2 wrong command line, 3 the directory cannot be opened: it",
      "is in use, there is none, or it is not Vicinal's, 4 not everything could be checked, and",
      "nothing of the rest is damaged."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Vicinal.Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  vicinal check /var/lib/vicinal",
      "  vicinal check --json /var/lib/vicinal > check.json"
    })
final class CheckCommand implements Callable<Integer> {
  private static final String REMEDY = "put the directory back from a copy";

  /** Set by the script that starts the JVM when the error stream is a terminal. */
  private static final String TERMINAL = "vicinal.terminal";

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The data directory.")
  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  private Path path;

  @Option(names = "--json", description = "Print one JSON document instead of lines.")
  private boolean json;

  @Override
  public Integer call() {
    // The plain kernels, of which a node is warned, code a sample fast enough.
    NodeLogging.configure(new NodeConfiguration.Log(LogFormat.TEXT, LogLevel.ERROR));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    CheckProgress progress = new CheckProgress(err, Boolean.getBoolean(TERMINAL));
    try {
      CheckReport report =
          json ? CheckReport.document(out, progress) : CheckReport.lines(out, progress);
      CheckSummary summary = check(report);
      progress.clear();
      report.end(summary);
      return exitCode(summary.findings());
    } catch (VicinalException e) {
      progress.clear();
      err.println("vicinal: " + e.getMessage());
      return ExitCodes.CHECK_NOT_OPENED;
    } catch (RuntimeException | Error e) {
      // What the process ends with by itself would say that something is damaged.
      progress.clear();
      err.println("vicinal: internal error: " + e);
      e.printStackTrace(err);
      return ExitCodes.NOT_CHECKED;
    }
  }

  private static int exitCode(FindingCounts findings) {
    if (findings.problems() > 0) {
      return ExitCodes.CHECKED_DAMAGED;
    }
    return findings.unchecked() > 0 ? ExitCodes.NOT_CHECKED : ExitCodes.OK;
  }

  /** Checks what can be checked; what was found is never lost by what comes after it. */
  private CheckSummary check(CheckReport report) {
    StorageDirectory directory = FileSystemDirectory.openReadOnly(path);
    DataDirectory kind = DataDirectory.of(directory);
    DirectoryLock lock = directory.lock();
    try {
      Examination examination = new Examination(report);
      examination.verify(directory.location(), REMEDY, () -> check(examination, kind, directory));
      return examination.summary();
    } finally {
      lock.close();
    }
  }

  private void check(Examination examination, DataDirectory kind, StorageDirectory directory) {
    try (BufferAllocator allocator = new RootAllocator()) {
      switch (kind) {
        case EMBEDDED -> EmbeddedCheck.run(examination, directory, allocator);
        case NODE ->
            NodeCheck.run(examination, path.toAbsolutePath().normalize(), directory, allocator);
      }
    }
  }
}
