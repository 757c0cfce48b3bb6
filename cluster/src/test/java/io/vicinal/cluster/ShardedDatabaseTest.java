package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.RecordId;
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
}
