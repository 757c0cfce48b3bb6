package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;

/** A database whose collections read and write batches. Thread safe. */
public interface BatchDatabase {
  /** The same database, record by record. */
  VectorDatabase database();

  /**
   * The collection of that name.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_COLLECTION}
   */
  BatchCollection collection(String name);

  /** Any database, its batches taken apart into records and put together again. */
  static BatchDatabase ofRecords(VectorDatabase database) {
    return new BatchDatabase() {
      @Override
      public VectorDatabase database() {
        return database;
      }

      @Override
      public BatchCollection collection(String name) {
        return new RecordBatchCollection(database.collection(name));
      }
    };
  }
}
