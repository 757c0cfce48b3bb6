package io.vicinal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.RecordId;
import io.vicinal.api.VectorRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes while their threads write, seal and merge. */
class ShardedKillIT {
  private static final int KILLS = 6;
  private static final int WRITERS = 4;
  private static final int SHARDS = 3;

  /** Each writer has ids of its own, and writes each of them again and again. */
  private static final int IDS = 50;

  private static final ShardedOptions OPTIONS =
      ShardedOptions.DEFAULT
          .withGrowingLimits(100, 1L << 20)
          .withReplayLimits(20_000, Duration.ofSeconds(5))
          .withThreads(1, 1);

  @Test
  void losesNoAcknowledgedWriteOfProcessesThatAreKilled(@TempDir Path path) throws IOException {
    Map<Long, Long> acknowledged = new TreeMap<>();
    int lines = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      // Later processes write larger numbers.
      lines += liveUntilKilled(path, (kill + 1) * 1_000_000L, 400 + 150 * kill, acknowledged);
      check(path, acknowledged, "kill " + kill);
    }
    assertThat(lines).isGreaterThan(KILLS * 400);
  }

  private static void check(Path path, Map<Long, Long> acknowledged, String where) {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.collection("points");
      Map<Long, Long> found = new TreeMap<>();
      Points.all(points).forEach((id, record) -> found.put(number(id), version(record)));
      acknowledged.forEach(
          (id, version) ->
              assertThat(found.getOrDefault(id, -1L))
                  .as("%s: version of %d", where, id)
                  .isGreaterThanOrEqualTo(version));
      assertThat(points.statistics().records()).as(where).isEqualTo(found.size());
    }
  }

  private static int liveUntilKilled(Path path, long first, int lines, Map<Long, Long> acknowledged)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writers.class.getName(),
                path.toString(),
                Long.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int seen = 0;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String[] words = line.split(" ", -1);
        // A line that the kill cut short acknowledges nothing.
        if (words[0].equals("acknowledged") && words.length == 4 && words[3].equals(".")) {
          acknowledged.merge(Long.valueOf(words[1]), Long.valueOf(words[2]), Math::max);
          seen++;
        }
        if (seen == lines) {
          // By its handle: Process.destroyForcibly would close the stream that is still read.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertThat(seen).as("lines before the process ended by itself").isGreaterThanOrEqualTo(lines);
    return seen;
  }

  private static long number(RecordId id) {
    return ((RecordId.Int64) id).value();
  }

  private static long version(VectorRecord record) {
    return (long) record.attributes().getOrDefault("n", -1L);
  }

  /** Writes until it is killed, and prints each record when it was acknowledged. */
  static final class Writers {
    private Writers() {}

    public static void main(String[] args) {
      ShardedDatabase database = ShardedDatabase.open(Path.of(args[0]), OPTIONS);
      ShardedCollection points =
          database.collectionNames().isEmpty()
              ? database.createCollection(Points.spec(SHARDS))
              : database.collection("points");
      long first = Long.parseLong(args[1]);
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        new Thread(() -> write(points, number, first), "writer-" + writer).start();
      }
      new Thread(
              () -> {
                while (true) {
                  points.flush();
                }
              },
              "flusher")
          .start();
    }

    private static void write(ShardedCollection points, int writer, long first) {
      for (long version = first; ; version++) {
        List<VectorRecord> records = new ArrayList<>();
        for (int i = 0; i < 1 + version % 7; i++) {
          records.add(Points.point((long) writer * IDS + (version + i) % IDS, version));
        }
        points.upsert(records);
        StringBuilder lines = new StringBuilder();
        for (VectorRecord record : records) {
          lines.append("acknowledged " + number(record.id()) + " " + version + " .\n");
        }
        System.out.print(lines);
      }
    }
  }
}
