package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.FieldStatistics;
import io.vicinal.api.IdType;
import io.vicinal.api.Mutation;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.core.io.FaultyDirectory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the segments of a collection are tried, and what searches do before and after. */
class RecallTargetTest {
  private static final int ROWS = 3000;

  private final SplittableRandom random = new SplittableRandom(Long.getLong("vicinal.seed", 5L));
  private final CollectionSchema schema = EngineFixture.plain(IdType.INT64);
  private final FaultyDirectory disk = FaultyDirectory.create();
  private final BufferAllocator allocator = new RootAllocator();
  private final Queue<Runnable> background = new ArrayDeque<>();

  /** Fails when a test leaves memory behind. */
  @AfterEach
  void closeAllocator() {
    allocator.close();
  }

  @Test
  void sealedSegmentsAreTriedAndKeepWhatWasFound() {
    FieldStatistics before;
    try (CollectionEngine engine = filled()) {
      engine.checkpoint();
      before = statistics(engine);
    }
    background.clear(); // Of merges.
    assertThat(before.triedRows()).isEqualTo(ROWS);
    assertThat(before.triedRecall()).isBetween(0.8, 1.0);
    try (CollectionEngine engine = open()) {
      assertThat(statistics(engine)).isEqualTo(before);
      assertThat(plan(engine)).containsPattern("GRAPH_WALK of 3000 rows, ef [0-9]+");
      assertThat(background).isEmpty();
    }
  }

  @Test
  void smallSegmentsHaveNoTrials() {
    try (CollectionEngine engine = open()) {
      EngineFixture.apply(
          engine,
          1,
          List.of(EngineFixture.upsert(EngineFixture.record(schema, 1, random))),
          allocator);
      engine.checkpoint();
      assertThat(statistics(engine).triedRows()).isZero();
    }
    assertThat(descriptor()).doesNotContain("trials");
  }

  @Test
  void growingSegmentsAreTriedInTheBackgroundOnceSomebodyAsks() {
    try (CollectionEngine engine = filled()) {
      engine.search(request());
      assertThat(background).isEmpty();
      assertThat(plan(engine)).contains("EXACT_SCAN");
      plan(engine);
      assertThat(background).hasSize(1);
      background.remove().run();
      assertThat(plan(engine)).contains("GRAPH_WALK");
      assertThat(statistics(engine).triedRows()).isEqualTo(ROWS);
      fill(engine, 2);
      assertThat(plan(engine)).contains("GRAPH_WALK");
      assertThat(background).hasSize(1);
    }
  }

  private String descriptor() {
    byte[] bytes = disk.subdirectory("segment-1").bytes("segment.json");
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private CollectionEngine open() {
    return CollectionEngine.open(
        disk,
        schema,
        EngineOptions.of(1, Runnable::run, Runnable::run, background::add),
        allocator);
  }

  private CollectionEngine filled() {
    CollectionEngine engine = open();
    fill(engine, 1);
    return engine;
  }

  private void fill(CollectionEngine engine, long sequence) {
    List<Mutation> records = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      records.add(EngineFixture.upsert(EngineFixture.record(schema, sequence * ROWS + i, random)));
    }
    EngineFixture.apply(engine, sequence, records, allocator);
  }

  private String plan(CollectionEngine engine) {
    SearchResult found = engine.search(request().withRecallTarget(0.9));
    assertThat(found.neighbors()).hasSize(10);
    return found.statistics().plan();
  }

  private SearchRequest request() {
    return SearchRequest.nearest("v", EngineFixture.vector(6, random), 10);
  }

  private static FieldStatistics statistics(CollectionEngine engine) {
    return Objects.requireNonNull(engine.statistics().fields().get("v"));
  }
}
