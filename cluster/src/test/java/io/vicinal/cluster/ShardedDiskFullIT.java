package io.vicinal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VicinalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more: a process whose files may not grow beyond a limit. */
class ShardedDiskFullIT {
  private static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(1, 1);
  private static final int LIMIT_KILOBYTES = 1500;

  @Test
  void tellsEveryWriterWhenTheLogCannotBeWrittenAndKeepsWhatWasAcknowledged(@TempDir Path path)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f " + LIMIT_KILOBYTES + "; exec \"$0\" \"$@\"",
                java,
                "-Xmx256m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long acknowledged = -1;
    String end = "";
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("acknowledged ")) {
          acknowledged = Long.parseLong(line.substring(line.indexOf(' ') + 1));
        } else if (line.startsWith("failed ")) {
          end += line + ";";
        }
      }
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(end).isEqualTo("failed UNKNOWN_OUTCOME;failed READ_ONLY;");
    assertThat(process.exitValue()).isZero();
    assertThat(acknowledged).isGreaterThan(10);
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.collection("points");
      // The one of unknown outcome may be there.
      assertThat(points.statistics().records())
          .isBetween(100 * (acknowledged + 1), 100 * (acknowledged + 2));
      points.upsert(Points.points(-1, 0));
      assertThat(Points.all(points)).containsKey(RecordId.of(-1));
    }
  }

  /** Writes until it is refused, reads what it wrote, and ends in order. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      try (ShardedDatabase database = ShardedDatabase.open(Path.of(args[0]), OPTIONS)) {
        ShardedCollection points = database.createCollection(Points.spec(1));
        for (long batch = 0; write(points, batch); batch++) {
          System.out.println("acknowledged " + batch);
        }
        write(points, 0);
        if (points.get(List.of(RecordId.of(0)), Projection.ALL).isEmpty() || database.isReady()) {
          throw new IllegalStateException("a failed shard is to be read, and not ready");
        }
      }
    }

    private static boolean write(ShardedCollection points, long batch) {
      try {
        points.upsert(Points.points(100 * batch, 100 * (batch + 1)));
        return true;
      } catch (VicinalException e) {
        System.out.println("failed " + e.code());
        return false;
      }
    }
  }
}
