package io.vicinal.cluster;

import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.RecordId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A life with real logs, in short; {@link ShardedDatabaseIT} has the rest. */
class ShardedDatabaseTest {
  private static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(2, 2);

  @Test
  void recoversWhatWasAcknowledgedWhenItIsOpenedAgain(@TempDir Path path) {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(3));
      points.upsert(Points.points(0, 100));
      points.flush();
      points.delete(List.of(RecordId.of(99)));
    }
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      assertThat(database.isReady()).isTrue();
      assertThat(Points.all(database.collection("points")).values())
          .containsExactlyElementsOf(Points.points(0, 99));
    }
  }

  /** It became a node's, beside somebody's documents. */
  @Test
  void refusesADirectoryWithFilesOfOthers(@TempDir Path path) throws IOException {
    Path file = Files.createFile(path.resolve("thesis.txt"));

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> ShardedDatabase.open(path, OPTIONS),
        path + " holds 'thesis.txt'");

    assertThat(path.toFile().list()).containsExactly("thesis.txt");
    Files.delete(file);
    Files.createFile(path.resolve("LOCK"));
    ShardedDatabase.open(path, OPTIONS).close();
  }
}
