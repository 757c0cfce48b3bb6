package io.vicinal.spark;

import io.vicinal.client.BatchStream;
import io.vicinal.client.ScanEndpoint;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Shows the batches of a scan to Spark, as they come off the wire. */
final class ScanReader implements PartitionReader<ColumnarBatch> {
  private final BatchStream stream;
  private final ColumnarBatch batch;

  private ScanReader(BatchStream stream, ColumnarBatch batch) {
    this.stream = stream;
    this.batch = batch;
  }

  static ScanReader open(ConnectionSettings connection, ScanEndpoint endpoint, StructType columns) {
    BatchStream stream = Connections.to(connection.at(endpoint.uri())).openScan(endpoint);
    try {
      return new ScanReader(stream, ArrowColumns.batch(stream.root(), columns.fieldNames()));
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public boolean next() {
    boolean loaded = stream.loadNext();
    batch.setNumRows(loaded ? stream.root().getRowCount() : 0);
    return loaded;
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public void close() {
    stream.close();
  }
}
