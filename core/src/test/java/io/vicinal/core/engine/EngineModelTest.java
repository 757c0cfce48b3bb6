package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Mutation;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.WriteResult;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random entries, checkpoints, compactions and restarts, compared after each with a map. A restart
 * replays the entries beyond the durable position, as a log would.
 */
class EngineModelTest {
  private static final long SEED = Long.getLong("vicinal.seed", 20_240_611L);
  private static final int KEYS = 60;

  @ParameterizedTest
  @EnumSource(IdType.class)
  void agreesWithAMapOnDisk(IdType idType, @TempDir Path temporary) {
    run(FileSystemDirectory.open(temporary), EngineFixture.schema(idType), 150);
  }

  @ParameterizedTest
  @EnumSource(IdType.class)
  void agreesWithAMapWhereVectorsAreMapped(IdType idType, @TempDir Path temporary) {
    CollectionSchema schema = EngineFixture.with(EngineFixture.plain(idType), Storage.MAPPED);
    run(FileSystemDirectory.open(temporary), schema, 150);
  }

  @ParameterizedTest
  @EnumSource(IdType.class)
  void agreesWithAMapInMemory(IdType idType) {
    run(FaultyDirectory.create(), EngineFixture.plain(idType), 600);
  }

  private static void run(StorageDirectory directory, CollectionSchema schema, int steps) {
    SplittableRandom random = new SplittableRandom(SEED);
    Model model = new Model(schema, random);
    try (BufferAllocator allocator = new RootAllocator()) {
      CollectionEngine engine = EngineFixture.open(directory, schema, allocator);
      for (int step = 0; step < steps; step++) {
        String where = "step " + step + ", -Dvicinal.seed=" + SEED;
        int dice = random.nextInt(40);
        if (dice == 0) {
          engine.close();
          engine = EngineFixture.open(directory, schema, allocator);
          model.replay(engine, allocator);
        } else if (dice <= 3) {
          engine.checkpoint();
          assertThat(engine.durableSequence()).as(where).isEqualTo(model.sequence());
        } else if (dice == 4) {
          engine.compact();
        } else {
          model.writeRandom(engine, allocator, where);
        }
        model.check(engine, where);
      }
      engine.close();
    }
  }

  private static final class Model {
    private final CollectionSchema schema;
    private final SplittableRandom random;
    private final Map<RecordId, VectorRecord> records = new TreeMap<>();
    private final List<List<Mutation>> log = new ArrayList<>();

    Model(CollectionSchema schema, SplittableRandom random) {
      this.schema = schema;
      this.random = random;
    }

    long sequence() {
      return log.size();
    }

    void writeRandom(CollectionEngine engine, BufferAllocator allocator, String where) {
      List<Mutation> mutations = new ArrayList<>();
      int size = random.nextInt(10) == 0 ? random.nextInt(100) : 1 + random.nextInt(4);
      for (int i = 0; i < size; i++) {
        long key = random.nextInt(KEYS);
        mutations.add(
            random.nextInt(3) == 0
                ? EngineFixture.delete(EngineFixture.id(schema, key))
                : EngineFixture.upsert(EngineFixture.record(schema, key, random)));
      }
      log.add(mutations);
      WriteResult result = EngineFixture.apply(engine, log.size(), mutations, allocator);
      long upserted = 0;
      long deleted = 0;
      for (Mutation mutation : mutations) {
        if (mutation instanceof Mutation.Upsert upsert) {
          records.put(upsert.id(), upsert.record());
          upserted++;
        } else if (records.remove(mutation.id()) != null) {
          deleted++;
        }
      }
      assertThat(result).as(where).isEqualTo(new WriteResult(log.size(), upserted, deleted));
    }

    void replay(CollectionEngine engine, BufferAllocator allocator) {
      for (long s = engine.durableSequence() + 1; s <= log.size(); s++) {
        EngineFixture.apply(engine, s, log.get((int) s - 1), allocator);
      }
    }

    void check(CollectionEngine engine, String where) {
      assertThat(engine.appliedSequence()).as(where).isEqualTo(log.size());
      assertThat(EngineFixture.records(engine)).as(where).isEqualTo(records);
      assertThat(engine.statistics().records()).as(where).isEqualTo(records.size());
      List<RecordId> ids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ids.add(EngineFixture.id(schema, random.nextInt(KEYS)));
      }
      assertThat(engine.get(ids, Projection.ALL))
          .as(where)
          .isEqualTo(ids.stream().filter(records::containsKey).map(records::get).toList());
      checkSearch(engine, where);
    }

    private void checkSearch(CollectionEngine engine, String where) {
      DenseVector query = EngineFixture.vector(6, random);
      SearchRequest request = SearchRequest.nearest("v", query, 5);
      List<RecordId> expected =
          records.values().stream()
              .sorted(Comparator.comparingDouble(r -> euclidean(r, query)))
              .limit(5)
              .map(VectorRecord::id)
              .toList();
      assertThat(ids(engine.search(request.in(SearchMode.EXACT)).neighbors()))
          .as(where)
          .isEqualTo(expected);
      // So few rows are searched completely.
      assertThat(ids(engine.search(request).neighbors())).as(where).isEqualTo(expected);
    }

    private static List<RecordId> ids(List<Neighbor> neighbors) {
      return neighbors.stream().map(neighbor -> neighbor.record().id()).toList();
    }

    private static double euclidean(VectorRecord record, DenseVector b) {
      DenseVector a = Objects.requireNonNull(record.vectors().get("v"));
      double sum = 0;
      for (int i = 0; i < a.dimension(); i++) {
        double difference = (double) a.component(i) - b.component(i);
        sum += difference * difference;
      }
      return Math.sqrt(sum);
    }
  }
}
