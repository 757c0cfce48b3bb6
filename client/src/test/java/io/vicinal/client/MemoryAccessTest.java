package io.vicinal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryAccessTest {
  @Test
  void namesTheFlagThatAVirtualMachineLacks() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ConnectionProbe.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .last()
        .asString()
        .isEqualTo(
            "INVALID_CONFIGURATION: this Java virtual machine does not let Arrow at its memory;"
                + " start it with --add-opens=java.base/java.nio=ALL-UNNAMED");
  }
}
