package io.vicinal.server.metrics;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.server.flight.BatchCollection;
import io.vicinal.server.flight.BatchDatabase;
import java.util.List;

/** A database whose operations are counted, whoever asks for them. */
public final class MeasuredDatabase implements BatchDatabase {
  private final BatchDatabase inner;
  private final NodeMetrics metrics;
  private final VectorDatabase records = new Records();

  /** Counts the operations of {@code inner}, which stays the caller's to close. */
  public MeasuredDatabase(BatchDatabase inner, NodeMetrics metrics) {
    this.inner = inner;
    this.metrics = metrics;
  }

  @Override
  public VectorDatabase database() {
    return records;
  }

  @Override
  public BatchCollection collection(String name) {
    return new MeasuredBatches(inner.collection(name), metrics);
  }

  private final class Records implements VectorDatabase {
    @Override
    public VectorCollection createCollection(CollectionSpec spec) {
      return metrics.measure(
          Operation.CREATE_COLLECTION,
          () -> new MeasuredCollection(inner.database().createCollection(spec), metrics));
    }

    @Override
    public VectorCollection collection(String name) {
      return new MeasuredCollection(inner.database().collection(name), metrics);
    }

    @Override
    public List<String> collectionNames() {
      return inner.database().collectionNames();
    }

    @Override
    public void dropCollection(String name) {
      metrics.measure(
          Operation.DROP_COLLECTION,
          () -> {
            inner.database().dropCollection(name);
            return true;
          });
    }

    @Override
    public void close() {
      inner.database().close();
    }
  }
}
