package io.vicinal.spark;

import io.vicinal.client.RemoteCollection;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Opens the writers of an append on executors.
 *
 * @param connection the node
 * @param collection what is written to
 * @param settings how
 * @param columns the columns of the rows that come
 */
record RecordWriters(
    ConnectionSettings connection, String collection, WriteSettings settings, StructType columns)
    implements DataWriterFactory {
  private static final long serialVersionUID = 1L;

  @Override
  public DataWriter<InternalRow> createWriter(int partition, long task) {
    RemoteCollection target = Connections.to(connection).collection(collection);
    return new RecordWriter(target, settings, columns);
  }
}
