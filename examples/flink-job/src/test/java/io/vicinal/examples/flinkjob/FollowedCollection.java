package io.vicinal.examples.flinkjob;

import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A collection in memory that the job writes to, one test at a time. */
final class FollowedCollection implements Sink<EmbeddedChange> {
  static final Map<RecordId, VectorRecord> RECORDS = new ConcurrentHashMap<>();

  private static final long serialVersionUID = 1;

  @Override
  public SinkWriter<EmbeddedChange> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(EmbeddedChange change, Context moment) {
        Mutation mutation = SynsetCollection.mutation(change);
        if (mutation instanceof Mutation.Upsert upsert) {
          RECORDS.put(upsert.id(), upsert.record());
        } else {
          RECORDS.remove(mutation.id());
        }
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
