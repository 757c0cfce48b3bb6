package io.vicinal.server.flight;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.SearchResult;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.SearchOptions;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The one batch that neighbours are sent in, loaded again and again. */
final class NeighborBatch implements AutoCloseable {
  private final RecordBatches records;
  private final @Nullable Attribute groupBy;
  private final VectorSchemaRoot root;

  private NeighborBatch(RecordBatches records, @Nullable Attribute groupBy, VectorSchemaRoot root) {
    this.records = records;
    this.groupBy = groupBy;
    this.root = root;
  }

  static NeighborBatch create(
      CollectionSchema schema, SearchOptions options, BufferAllocator allocator) {
    RecordBatches records = RecordBatches.of(schema, options.projection());
    return new NeighborBatch(
        records,
        options.grouping().map(grouping -> schema.attribute(grouping.attribute())).orElse(null),
        VectorSchemaRoot.create(NearestColumns.neighbors(schema, options), allocator));
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
    if (groupBy != null) {
      loadGroups(groupBy, results);
    }
    root.setRowCount(rows);
  }

  private void loadGroups(Attribute attribute, List<SearchResult> results) {
    FieldVector column = root.getVector(NearestColumns.GROUP);
    int row = 0;
    for (SearchResult result : results) {
      for (NeighborGroup group : result.groups()) {
        for (int end = row + group.neighbors().size(); row < end; row++) {
          if (group.value().isPresent()) {
            ColumnValues.write(attribute.type(), column, row, group.value().get());
          }
        }
      }
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
