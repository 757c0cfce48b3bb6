package io.vicinal.spark;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.client.BatchStream;
import io.vicinal.client.BatchWriter;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.ScanEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.FieldVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the records that pass a filter: their ids are read, and deleted batch by batch. Records
 * that are written meanwhile may or may not be among them.
 */
final class RecordDeletion {
  private static final Logger logger = LoggerFactory.getLogger(RecordDeletion.class);

  private RecordDeletion() {}

  /** Returns when all of them are deleted, for ever. */
  static void run(RemoteCollection collection, PredicateTranslation.Translated condition) {
    ScanRequest ids = new ScanRequest(condition.filter(), Projection.ID_ONLY, OptionalLong.empty());
    long deleted = 0;
    try (BatchWriter writer = collection.openWriter()) {
      for (ScanEndpoint endpoint : collection.planScan(ids)) {
        deleted += deleteAll(collection, endpoint, writer);
      }
    }
    logger.info("{} records deleted from collection {}", deleted, collection.name());
  }

  private static long deleteAll(
      RemoteCollection collection, ScanEndpoint endpoint, BatchWriter writer) {
    long deleted = 0;
    try (BatchStream batches = collection.openScan(endpoint)) {
      while (batches.loadNext()) {
        FieldVector ids = batches.root().getVector(CollectionSchema.ID);
        List<Mutation> deletions = new ArrayList<>(ids.getValueCount());
        for (int row = 0; row < ids.getValueCount(); row++) {
          deletions.add(
              new Mutation.Delete(ColumnValues.readId(collection.schema().idType(), ids, row)));
        }
        // Closing the writer waits for every batch, and throws what ended it.
        CompletableFuture<WriteResult> unused = writer.append(deletions);
        deleted += deletions.size();
      }
    }
    return deleted;
  }
}
