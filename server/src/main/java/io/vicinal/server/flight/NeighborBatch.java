package io.vicinal.server.flight;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Neighbor;
import io.vicinal.api.SearchResult;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.SearchOptions;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The one batch that neighbours are sent in, loaded again and again. */
final class NeighborBatch implements AutoCloseable {
  private final RecordBatches records;
  private final VectorSchemaRoot root;

  private NeighborBatch(RecordBatches records, VectorSchemaRoot root) {
    this.records = records;
    this.root = root;
  }

  static NeighborBatch create(
      CollectionSchema schema, SearchOptions options, BufferAllocator allocator) {
    RecordBatches records = RecordBatches.of(schema, options.projection());
    return new NeighborBatch(
        records,
        VectorSchemaRoot.create(NearestColumns.neighbors(schema, options.projection()), allocator));
  }

  VectorSchemaRoot root() {
    return root;
  }

  /** Replaces the rows by the neighbours of the queries numbered from {@code firstQuery} on. */
  void load(int firstQuery, List<SearchResult> results) {
    int rows = results.stream().mapToInt(result -> result.neighbors().size()).sum();
    root.clear();
    root.getFieldVectors().forEach(column -> column.setInitialCapacity(rows));
    root.allocateNew();
    IntVector queries = (IntVector) root.getVector(NearestColumns.QUERY);
    IntVector ranks = (IntVector) root.getVector(NearestColumns.RANK);
    Float4Vector distances = (Float4Vector) root.getVector(NearestColumns.DISTANCE);
    int row = 0;
    for (int i = 0; i < results.size(); i++) {
      List<Neighbor> neighbors = results.get(i).neighbors();
      for (int rank = 0; rank < neighbors.size(); rank++) {
        Neighbor neighbor = neighbors.get(rank);
        queries.setSafe(row, firstQuery + i);
        ranks.setSafe(row, rank);
        distances.setSafe(row, neighbor.distance());
        records.write(root, row++, neighbor.record());
      }
    }
    root.setRowCount(rows);
  }

  @Override
  public void close() {
    root.close();
  }
}
