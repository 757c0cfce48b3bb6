package io.vicinal.spark;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterText;
import io.vicinal.client.ScanEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A read of a collection, one partition for each shard.
 *
 * @param table the collection
 * @param columns what is read, in this order
 * @param filter which records; all if empty
 * @param limit at most so many of each shard; all if empty
 * @param options of the table and the read
 */
record VicinalScan(
    VicinalTable table,
    StructType columns,
    Optional<Filter> filter,
    OptionalLong limit,
    CaseInsensitiveStringMap options)
    implements Scan, Batch, SupportsReportStatistics {

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "Vicinal collection "
        + table.spec().name()
        + " at "
        + table.connection().uri()
        + ", filter: "
        + filter.map(FilterText::toSql).orElse("none")
        + (limit.isPresent() ? ", limit of each shard: " + limit.getAsLong() : "");
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    if (Arrays.asList(columns.fieldNames()).contains(DistanceColumn.NAME)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "column '"
              + DistanceColumn.NAME
              + "' of collection '"
              + table.spec().name()
              + "' is the distance from the query of a k-NN join; expected a join that runs on the"
              + " index (EXPLAIN shows VicinalNearestJoin)");
    }
    List<ScanEndpoint> endpoints =
        table.collection().planScan(new ScanRequest(filter, projection(), limit));
    return endpoints.stream().map(ScanPartition::new).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ScanReaders(table.connection(), columns);
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  /** Rows of the collection, filtered or not: how many pass a filter is not known beforehand. */
  @Override
  public Statistics estimateStatistics() {
    long records = table.collection().statistics().records();
    long rows = limit.isPresent() ? Math.min(records, limit.getAsLong()) : records;
    return new ScanStatistics(
        filter.isPresent() ? OptionalLong.empty() : OptionalLong.of(rows), rows * rowBytes());
  }

  /** The fields that the columns need. */
  Projection projection() {
    return Projection.of(
        Arrays.stream(columns.fieldNames())
            .filter(name -> !name.equals(CollectionSchema.ID))
            .filter(name -> !name.equals(DistanceColumn.NAME))
            .toArray(String[]::new));
  }

  private long rowBytes() {
    long bytes = Long.BYTES;
    for (StructField column : columns.fields()) {
      Optional<VectorField> vector = table.spec().schema().findVectorField(column.name());
      bytes +=
          vector.isPresent()
              ? (long) vector.get().dimension() * Float.BYTES
              : column.dataType().defaultSize();
    }
    return bytes;
  }

  @Override
  public String toString() {
    return description();
  }

  /** What Spark plans joins by. */
  private record ScanStatistics(OptionalLong numRows, long bytes) implements Statistics {
    @Override
    public OptionalLong sizeInBytes() {
      return OptionalLong.of(bytes);
    }
  }
}
