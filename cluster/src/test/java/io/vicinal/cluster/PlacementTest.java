package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.RecordId;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  /** These values are on disks: they may never change. A program in Python computed them. */
  @Test
  void staysWhereItIs() {
    assertThat(shards(RecordId.of(0), RecordId.of(1), RecordId.of(2), RecordId.of(-1)))
        .containsExactly(0, 604, 447, 289);
    assertThat(shards(RecordId.of(Long.MIN_VALUE), RecordId.of(Long.MAX_VALUE)))
        .containsExactly(707, 930);
    assertThat(shards(RecordId.of("a"), RecordId.of("vicinal"), RecordId.of("é€😀")))
        .containsExactly(468, 708, 815);
    UUID collection = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
    assertThat(Placement.group(collection, 0))
        .isEqualTo(UUID.fromString("50c97a39-8769-328f-ba87-fd1894223176"));
    assertThat(Placement.group(collection, 7))
        .isEqualTo(UUID.fromString("e8fc913c-d811-3cb6-b0c7-2d57edc894bc"));
  }

  @Test
  void spreadsIdsOfAnyPattern() {
    for (int shards : new int[] {2, 3, 16, 64}) {
      assertSpread(shards, id -> RecordId.of(id));
      assertSpread(shards, id -> RecordId.of(64 * id));
      assertSpread(shards, id -> RecordId.of(id << 40));
      assertSpread(shards, id -> RecordId.of("key-" + id));
    }
  }

  private static void assertSpread(int shards, LongFunction<RecordId> ids) {
    int records = 1000 * shards;
    int[] counts = new int[shards];
    for (int i = 0; i < records; i++) {
      counts[Placement.shard(ids.apply(i), shards)]++;
    }
    // Five standard deviations of a fair die.
    int tolerance = (int) (5 * Math.sqrt(1000.0));
    for (int shard = 0; shard < shards; shard++) {
      assertThat(counts[shard])
          .as("shard %d of %d", shard, shards)
          .isBetween(1000 - tolerance, 1000 + tolerance);
    }
  }

  private static Integer[] shards(RecordId... ids) {
    return IntStream.range(0, ids.length)
        .mapToObj(i -> Placement.shard(ids[i], 1000))
        .toArray(Integer[]::new);
  }
}
