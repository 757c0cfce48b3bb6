package io.vicinal.examples.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LocalKafkaIT {
  @Test
  void saysWhenItIsReadyAndStopsOnSigterm(@TempDir Path data) throws Exception {
    Process process = start(data);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String ready = output.readLine();
      assertThat(ready).matches("ready: Kafka at 127\\.0\\.0\\.1:\\d+, log in .*broker\\.log");
      String bootstrap = ready.replaceFirst("ready: Kafka at ([^,]*),.*", "$1");
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        assertThat(admin.describeCluster().nodes().get()).hasSize(1);
      }

      // Not Process.destroy, which also closes the stream.
      process.toHandle().destroy();

      assertThat(process.waitFor()).as("exit code of a terminated JVM").isEqualTo(128 + 15);
      assertThat(output.readLine()).isNull();
      assertThat(Files.readString(data.resolve("broker.log"))).doesNotContain("ERROR");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path data) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LocalKafka.class.getName(),
            "--data",
            data.toString(),
            "--port",
            "0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
