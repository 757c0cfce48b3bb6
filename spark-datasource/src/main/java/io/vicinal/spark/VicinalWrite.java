package io.vicinal.spark;

import java.util.Arrays;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append: inserts records, and replaces those of the same id. A batch of records is durable and
 * visible when the node acknowledges it, not when the job commits: a job that fails leaves what it
 * wrote so far, and running it again writes the same records over them.
 *
 * @param table what is written to
 * @param settings how
 * @param columns the columns of the rows that come
 */
record VicinalWrite(VicinalTable table, WriteSettings settings, StructType columns)
    implements Write, BatchWrite {
  private static final Logger logger = LoggerFactory.getLogger(VicinalWrite.class);

  @Override
  public String description() {
    return "Vicinal collection " + table.spec().name() + " at " + table.connection().uri();
  }

  @Override
  public BatchWrite toBatch() {
    return this;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    return new RecordWriters(table.connection(), table.spec().name(), settings, columns);
  }

  /** Attempts of a task that write twice write the same: within the job that changes nothing. */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    logger.info("{} records written to {}", rows(messages), description());
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    logger.warn(
        "a write to {} failed: at least {} records of it stay, the next run replaces them",
        description(),
        rows(messages));
  }

  @Override
  public String toString() {
    return description();
  }

  private static long rows(WriterCommitMessage[] messages) {
    // Of tasks that failed there is no message.
    return Arrays.stream(messages)
        .filter(RecordsWritten.class::isInstance)
        .mapToLong(message -> ((RecordsWritten) message).rows())
        .sum();
  }

  /**
   * What a task wrote.
   *
   * @param rows the number of records
   */
  record RecordsWritten(long rows) implements WriterCommitMessage {
    private static final long serialVersionUID = 1L;
  }
}
