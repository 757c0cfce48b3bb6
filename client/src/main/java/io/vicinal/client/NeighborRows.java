package io.vicinal.client;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.SearchOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The neighbours of one query, read from batches. For one thread. */
final class NeighborRows {
  private final RecordBatches records;
  private final Optional<Attribute> groupBy;
  private final List<Neighbor> neighbors = new ArrayList<>();
  private final Map<Optional<Object>, List<Neighbor>> groups = new LinkedHashMap<>();

  NeighborRows(CollectionSchema schema, SearchOptions options) {
    this.records = RecordBatches.of(schema, options.projection());
    this.groupBy = options.grouping().map(grouping -> schema.attribute(grouping.attribute()));
  }

  void add(VectorSchemaRoot batch) {
    Float4Vector distances = (Float4Vector) batch.getVector(NearestColumns.DISTANCE);
    for (int row = 0; row < batch.getRowCount(); row++) {
      Neighbor neighbor = new Neighbor(records.read(batch, row), distances.get(row));
      neighbors.add(neighbor);
      if (groupBy.isPresent()) {
        Optional<Object> group = group(groupBy.get(), batch, row);
        groups.computeIfAbsent(group, value -> new ArrayList<>()).add(neighbor);
      }
    }
  }

  SearchResult result(SearchStatistics statistics) {
    List<NeighborGroup> found =
        groups.entrySet().stream()
            .map(group -> new NeighborGroup(group.getKey(), group.getValue()))
            .toList();
    return new SearchResult(neighbors, found, statistics);
  }

  private static Optional<Object> group(Attribute attribute, VectorSchemaRoot batch, int row) {
    FieldVector column = batch.getVector(NearestColumns.GROUP);
    return column.isNull(row)
        ? Optional.empty()
        : Optional.of(ColumnValues.read(attribute.type(), column, row));
  }
}
