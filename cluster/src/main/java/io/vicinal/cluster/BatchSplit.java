package io.vicinal.cluster;

import io.vicinal.api.CollectionSchema;
import io.vicinal.core.segment.ChunkBuilder;
import io.vicinal.core.segment.RowChunk;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A batch of writes, divided by the shards of its rows, which keep their order.
 *
 * @param parts the rows of each shard that has any; released by {@link #close}
 */
record BatchSplit(Map<Integer, RowChunk> parts) implements AutoCloseable {
  /** Divides a batch, whose rows are copied. */
  static BatchSplit of(VectorSchemaRoot batch, int shards, BufferAllocator allocator) {
    FieldVector ids = batch.getVector(CollectionSchema.ID);
    int rows = batch.getRowCount();
    int[] places = new int[rows];
    int[] counts = new int[shards];
    for (int row = 0; row < rows; row++) {
      places[row] = Placement.shard(ids, row, shards);
      counts[places[row]]++;
    }
    Map<Integer, ChunkBuilder> builders = new TreeMap<>();
    try {
      for (int from = 0, to; from < rows; from = to) {
        int shard = places[from];
        to = from + 1;
        while (to < rows && places[to] == shard) {
          to++;
        }
        builders
            .computeIfAbsent(
                shard, each -> ChunkBuilder.create(batch.getSchema(), counts[each], allocator))
            .append(batch, from, to - from);
      }
      return finish(builders);
    } finally {
      builders.values().forEach(ChunkBuilder::close);
    }
  }

  private static BatchSplit finish(Map<Integer, ChunkBuilder> builders) {
    Map<Integer, RowChunk> parts = new TreeMap<>();
    try {
      builders.forEach((shard, builder) -> parts.put(shard, builder.finish()));
      return new BatchSplit(parts);
    } catch (RuntimeException | Error e) {
      parts.values().forEach(RowChunk::release);
      throw e;
    }
  }

  @Override
  public void close() {
    parts.values().forEach(RowChunk::release);
  }
}
