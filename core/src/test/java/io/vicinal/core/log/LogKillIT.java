package io.vicinal.core.log;

import static io.vicinal.core.log.LogFixture.SMALL_FILES;
import static io.vicinal.core.log.LogFixture.append;
import static io.vicinal.core.log.LogFixture.open;
import static io.vicinal.core.log.LogFixture.recordsAfterRestart;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.FileSystemDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes while their threads write. */
class LogKillIT {
  private static final int KILLS = 5;
  private static final int WRITERS = 4;

  @Test
  void keepsEveryAcknowledgedRecordOfProcessesThatAreKilled(@TempDir Path path) throws IOException {
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(acknowledgedUntilKilled(path));
      FileSystemDirectory directory = FileSystemDirectory.open(path);
      assertThat(recordsAfterRestart(directory)).containsAll(acknowledged).doesNotHaveDuplicates();
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 100);
  }

  private static List<String> acknowledgedUntilKilled(Path path) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = output.readLine();
      while (line != null) {
        // A line that the kill cut short acknowledges nothing.
        if (line.endsWith(".")) {
          acknowledged.add(line);
        }
        if (acknowledged.size() == 150) {
          // By its handle: Process.destroyForcibly would close the stream that is still read.
          process.toHandle().destroyForcibly();
        }
        line = output.readLine();
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    return acknowledged;
  }

  /** Writes until it is killed, and prints each record when it was acknowledged. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      WriteAheadLog log = open(FileSystemDirectory.open(Path.of(args[0])), SMALL_FILES);
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        new Thread(() -> write(log, number), "writer-" + writer).start();
      }
    }

    private static void write(WriteAheadLog log, int writer) {
      for (int i = 0; ; i++) {
        String text = writer + "-" + i + "-" + "x".repeat(i % 200) + ".";
        long sequence = append(log, text);
        log.commit(sequence);
        System.out.println(sequence + ":" + text);
      }
    }
  }
}
