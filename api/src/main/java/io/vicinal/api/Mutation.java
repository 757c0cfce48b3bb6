package io.vicinal.api;

/** One change to a collection. */
public sealed interface Mutation {
  /** The key that changes. */
  RecordId id();

  /** Inserts the record, or replaces the whole record of that id. */
  record Upsert(VectorRecord record) implements Mutation {
    @Override
    public RecordId id() {
      return record.id();
    }
  }

  /** Removes the record of that id; no error if there is none. */
  record Delete(RecordId id) implements Mutation {}
}
