package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pins the failure of ONNX Runtime 1.29 on Linux: its telemetry matches a regular expression with
 * the command line, and a class path of 4 KB overflows the stack of the native code (docs/decisions
 * 0080).
 */
class LongCommandLineTest {
  private static final int CHARACTERS = 32_768;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void embedsInAProcessWithALongCommandLine() throws Exception {
    Process process = start("x".repeat(CHARACTERS));

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains(MiniLmEmbedder.DIMENSION + " components");
  }

  private static Process start(String argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LongCommandLineTest.class.getName(),
            argument)
        .redirectErrorStream(true)
        .start();
  }

  /** Runs in the other process. */
  public static void main(String[] arguments) {
    try (MiniLmEmbedder embedder = MiniLmEmbedder.open()) {
      System.out.println(embedder.embed("a word").length + " components");
    }
  }
}
