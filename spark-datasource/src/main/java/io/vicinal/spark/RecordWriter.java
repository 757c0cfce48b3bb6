package io.vicinal.spark;

import io.vicinal.api.WriteResult;
import io.vicinal.client.BatchWriter;
import io.vicinal.client.RemoteCollection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one task. Some batches are on their way while the next is filled; a batch's
 * memory is used again once the node has acknowledged it. The stream is opened with the first
 * batch: a task without rows, or whose first row is refused, has none.
 */
final class RecordWriter implements DataWriter<InternalRow> {
  private final RemoteCollection collection;
  private final StructType columns;
  private final WriteSettings settings;
  private final List<RowBatch> batches = new ArrayList<>();
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private @Nullable BatchWriter writer;
  private RowBatch current;
  private long rows;

  private record Sent(RowBatch batch, CompletableFuture<WriteResult> outcome) {}

  RecordWriter(RemoteCollection collection, WriteSettings settings, StructType columns) {
    this.collection = collection;
    this.settings = settings;
    this.columns = columns;
    this.current = newBatch();
  }

  @Override
  public void write(InternalRow row) {
    current.add(row);
    rows++;
    if (current.isFull()) {
      send();
      current = nextBatch();
    }
  }

  @Override
  public WriterCommitMessage commit() {
    if (current.rows() > 0) {
      send();
    }
    if (writer != null) {
      writer.close();
    }
    return new VicinalWrite.RecordsWritten(rows);
  }

  @Override
  public void abort() {
    if (writer != null) {
      writer.abort();
    }
  }

  @Override
  public void close() {
    // Ends the stream if neither commit nor abort did.
    abort();
    batches.forEach(RowBatch::close);
    batches.clear();
  }

  private void send() {
    sent.add(new Sent(current, open().append(current.finish())));
  }

  private BatchWriter open() {
    BatchWriter open = writer;
    if (open == null) {
      open = collection.openWriter();
      writer = open;
    }
    return open;
  }

  private RowBatch nextBatch() {
    if (batches.size() <= settings.inFlight()) {
      return newBatch();
    }
    Sent oldest = sent.remove();
    WriteResult unused = open().await(oldest.outcome());
    oldest.batch().clear();
    return oldest.batch();
  }

  private RowBatch newBatch() {
    RowBatch batch =
        RowBatch.create(collection.schema(), columns, settings.batchRows(), collection.allocator());
    batches.add(batch);
    return batch;
  }
}
