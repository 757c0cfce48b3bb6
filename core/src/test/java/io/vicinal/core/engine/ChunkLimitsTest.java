package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.SegmentFixture;
import io.vicinal.core.segment.SegmentSchema;
import io.vicinal.testkit.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Chunks of attributes were once so large that no merge of them could be written. */
class ChunkLimitsTest {
  private static final CollectionSchema SCHEMA = EngineFixture.schema(IdType.STRING);
  private static final ChunkLimits LIMITS = new ChunkLimits(20, 10_000);
  private static final int ROWS = 200;

  /** Sequence numbers, which a batch of writes does not have yet. */
  private static final long SLACK = (long) LIMITS.rows() * Long.BYTES;

  private static final IndexBuilders BUILDERS = new IndexBuilders(Runnable::run, 1);

  private final BufferAllocator allocator = new RootAllocator();

  /** Fails if a test leaks memory. */
  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void allowFewerRowsOfLongVectors() {
    assertThat(limitsOf(4).rows()).isEqualTo(8192);
    assertThat(limitsOf(4096).rows()).isEqualTo(4096);
    assertThat(limitsOf(4).bytes()).isEqualTo(limitsOf(4096).bytes()).isEqualTo(64L << 20);
  }

  @Test
  void endChunksThatAreGatheredFromWrites() {
    Seed.ofRun()
        .run(
            random -> {
              List<VectorRecord> records = records(random);
              List<Mutation> mutations = new ArrayList<>();
              for (VectorRecord record : records) {
                mutations.add(EngineFixture.upsert(record));
                if (random.nextInt(5) == 0) {
                  mutations.add(EngineFixture.delete(record.id()));
                }
              }
              List<RowChunk> chunks = gather(mutations);
              assertFilled(chunks);
              assertThat(read(chunks)).isEqualTo(records);
              chunks.forEach(RowChunk::release);
            });
  }

  @Test
  void endChunksThatAreMerged() {
    Seed.ofRun()
        .run(
            random -> {
              List<VectorRecord> records = records(random);
              Rows rows = SegmentFixture.rows(SCHEMA, records, 7, allocator);
              GrowingSegment segment = GrowingSegment.create(1, SCHEMA, allocator);
              RoaringBitmap deleted = RoaringBitmap.bitmapOf(3, 4, 50, 51, 52, 199);
              List<VectorRecord> live = new ArrayList<>(records);
              deleted.forEach((int row) -> live.remove(records.get(row)));
              Compaction merge = new Compaction(List.of(new SegmentView(segment, rows, deleted)));

              List<RowChunk> chunks = new ArrayList<>();
              try (LiveRows merged =
                  new LiveRows(merge, SegmentSchema.of(SCHEMA), LIMITS, allocator)) {
                merged.forEachRemaining(
                    chunk -> {
                      chunk.retain();
                      chunks.add(chunk);
                    });
              }
              assertFilled(chunks);
              assertThat(read(chunks)).isEqualTo(live);
              chunks.forEach(RowChunk::release);
              rows.release();
              segment.release();
            });
  }

  @Test
  void endTheMergingOfSmallChunks() {
    Seed.ofRun()
        .run(
            random -> {
              List<VectorRecord> records = records(random);
              GrowingSegment segment = GrowingSegment.create(1, SCHEMA, LIMITS, allocator);
              for (VectorRecord record : records) {
                segment.append(gather(List.of(EngineFixture.upsert(record))), BUILDERS);
              }
              List<RowChunk> chunks = segment.rows().chunks();
              assertThat(chunks).hasSizeLessThan(ROWS / 2).allMatch(ChunkLimitsTest::isWithin);
              assertThat(read(chunks)).isEqualTo(records);
              segment.release();
            });
  }

  /** No chunk is over its limits, and none is so small that the next row would have fitted. */
  private static void assertFilled(List<RowChunk> chunks) {
    assertThat(chunks).allMatch(ChunkLimitsTest::isWithin);
    for (int i = 0; i + 1 < chunks.size(); i++) {
      VectorSchemaRoot next = chunks.get(i + 1).columns();
      assertThat(
              chunks.get(i).rowCount() == LIMITS.rows()
                  || bytes(chunks.get(i)) + ChunkLimits.bytes(next, 0, 1) > LIMITS.bytes())
          .as("chunk %d is full", i)
          .isTrue();
    }
  }

  private static boolean isWithin(RowChunk chunk) {
    return chunk.rowCount() == 1
        || (chunk.rowCount() <= LIMITS.rows() && bytes(chunk) <= LIMITS.bytes() + SLACK);
  }

  private static long bytes(RowChunk chunk) {
    return ChunkLimits.bytes(chunk.columns(), 0, chunk.rowCount());
  }

  /** Records with texts of very different lengths, some larger than a chunk. */
  private static List<VectorRecord> records(SplittableRandom random) {
    List<VectorRecord> records = new ArrayList<>();
    for (int number = 0; number < ROWS; number++) {
      VectorRecord record = EngineFixture.record(SCHEMA, number, random);
      Map<String, Object> attributes = new LinkedHashMap<>(record.attributes());
      int length = random.nextInt(20) == 0 ? 12_000 : random.nextInt(1500);
      attributes.put("a_string", "x".repeat(length));
      attributes.put("a_tags", List.of("y".repeat(length / 2), "z"));
      records.add(new VectorRecord(record.id(), record.vectors(), attributes));
    }
    return records;
  }

  private List<RowChunk> gather(List<Mutation> mutations) {
    try (VectorSchemaRoot batch = WriteBatches.of(SCHEMA).encode(mutations, allocator);
        RowGathering rows = new RowGathering(SegmentSchema.of(SCHEMA), LIMITS, allocator)) {
      rows.addUpserts(batch, 1);
      return rows.finish();
    }
  }

  private static List<VectorRecord> read(List<RowChunk> chunks) {
    RecordBatches records = RecordBatches.of(SCHEMA, Projection.ALL);
    List<VectorRecord> found = new ArrayList<>();
    for (RowChunk chunk : chunks) {
      for (int row = 0; row < chunk.rowCount(); row++) {
        found.add(records.read(chunk.columns(), row));
      }
    }
    return found;
  }

  private static ChunkLimits limitsOf(int dimension) {
    return ChunkLimits.of(
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", dimension, Metric.DOT)), List.of()));
  }
}
