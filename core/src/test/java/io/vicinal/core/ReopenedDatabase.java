package io.vicinal.core;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.WriteResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A database that is closed and opened again before each call, also under scans that are open. */
final class ReopenedDatabase implements VectorDatabase {
  private final Supplier<VectorDatabase> opening;
  private VectorDatabase present;
  private boolean closed;

  private ReopenedDatabase(Supplier<VectorDatabase> opening, VectorDatabase present) {
    this.opening = opening;
    this.present = present;
  }

  static ReopenedDatabase over(Supplier<VectorDatabase> opening) {
    return new ReopenedDatabase(opening, opening.get());
  }

  @Override
  public VectorCollection createCollection(CollectionSpec spec) {
    return new Reopened(reopened(database -> database.createCollection(spec).spec()));
  }

  @Override
  public VectorCollection collection(String name) {
    return new Reopened(reopened(database -> database.collection(name).spec()));
  }

  @Override
  public List<String> collectionNames() {
    return reopened(VectorDatabase::collectionNames);
  }

  @Override
  public void dropCollection(String name) {
    reopened(
        database -> {
          database.dropCollection(name);
          return name;
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    present.close();
  }

  private synchronized <T> T reopened(Function<VectorDatabase, T> call) {
    if (!closed) {
      present.close();
      present = opening.get();
    }
    return call.apply(present);
  }

  private final class Reopened implements VectorCollection {
    private final CollectionSpec spec;

    Reopened(CollectionSpec spec) {
      this.spec = spec;
    }

    @Override
    public CollectionSpec spec() {
      return spec;
    }

    @Override
    public WriteResult write(List<Mutation> mutations) {
      return on(collection -> collection.write(mutations));
    }

    @Override
    public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
      return on(collection -> collection.get(ids, projection));
    }

    @Override
    public SearchResult search(SearchRequest request) {
      return on(collection -> collection.search(request));
    }

    @Override
    public FusedResult searchFused(FusedRequest request) {
      return on(collection -> collection.searchFused(request));
    }

    @Override
    public RecordCursor scan(ScanRequest request) {
      return on(collection -> collection.scan(request));
    }

    @Override
    public CollectionStatistics statistics() {
      return on(VectorCollection::statistics);
    }

    @Override
    public void flush() {
      on(
          collection -> {
            collection.flush();
            return spec;
          });
    }

    private <T> T on(Function<VectorCollection, T> call) {
      return reopened(database -> call.apply(database.collection(spec.name())));
    }
  }
}
