package io.vicinal.server.flight;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A database of maps, by L1 distance, that counts the scans that are open. No filters. */
final class MapDatabase implements VectorDatabase {
  private final ConcurrentMap<String, MapCollection> collections = new ConcurrentSkipListMap<>();
  private final AtomicInteger openScans = new AtomicInteger();

  int openScans() {
    return openScans.get();
  }

  @Override
  public VectorCollection createCollection(CollectionSpec spec) {
    MapCollection created = new MapCollection(spec);
    if (collections.putIfAbsent(spec.name(), created) != null) {
      throw new VicinalException(
          ErrorCode.COLLECTION_EXISTS, "collection '" + spec.name() + "' exists");
    }
    return created;
  }

  @Override
  public VectorCollection collection(String name) {
    MapCollection found = collections.get(name);
    if (found == null) {
      throw new VicinalException(
          ErrorCode.UNKNOWN_COLLECTION,
          "no collection '" + name + "'; the collections are " + collectionNames());
    }
    return found;
  }

  @Override
  public List<String> collectionNames() {
    return List.copyOf(collections.keySet());
  }

  @Override
  public void dropCollection(String name) {
    collection(name);
    collections.remove(name);
  }

  @Override
  public void close() {}

  private final class MapCollection implements VectorCollection {
    private final CollectionSpec spec;
    private final Map<RecordId, VectorRecord> records = new ConcurrentHashMap<>();
    private long sequence;

    MapCollection(CollectionSpec spec) {
      this.spec = spec;
    }

    @Override
    public CollectionSpec spec() {
      return spec;
    }

    @Override
    public synchronized WriteResult write(List<Mutation> mutations) {
      long upserted = 0;
      long deleted = 0;
      for (Mutation mutation : mutations) {
        if (mutation instanceof Mutation.Upsert upsert) {
          schema().check(upsert.record());
        }
      }
      for (Mutation mutation : mutations) {
        if (mutation instanceof Mutation.Upsert upsert) {
          records.put(mutation.id(), upsert.record());
          upserted++;
        } else if (records.remove(mutation.id()) != null) {
          deleted++;
        }
      }
      return new WriteResult(++sequence, upserted, deleted);
    }

    @Override
    public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
      return ids.stream()
          .map(records::get)
          .filter(Objects::nonNull)
          .map(record -> project(record, projection))
          .toList();
    }

    @Override
    public SearchResult search(SearchRequest request) {
      List<Neighbor> nearest =
          records.values().stream()
              .map(record -> neighbor(record, request))
              .sorted(Comparator.comparing(Neighbor::distance))
              .limit(request.k())
              .toList();
      return new SearchResult(nearest, new SearchStatistics(records.size(), "every record"));
    }

    @Override
    public RecordCursor scan(ScanRequest request) {
      Stream<VectorRecord> all =
          new TreeMap<>(records).values().stream().map(r -> project(r, request.projection()));
      openScans.incrementAndGet();
      return new Cursor(all.limit(request.limit().orElse(Long.MAX_VALUE)).iterator());
    }

    @Override
    public synchronized CollectionStatistics statistics() {
      return new CollectionStatistics(records.size(), 0, 1, 0, sequence);
    }

    @Override
    public void flush() {}

    private Neighbor neighbor(VectorRecord record, SearchRequest request) {
      DenseVector vector = vector(record, request.vectorField());
      float distance = 0;
      for (int i = 0; i < vector.dimension(); i++) {
        distance += Math.abs(vector.component(i) - request.query().component(i));
      }
      return new Neighbor(project(record, request.projection()), distance);
    }

    private DenseVector vector(VectorRecord record, String field) {
      return Objects.requireNonNull(record.vectors().get(field));
    }

    private VectorRecord project(VectorRecord record, Projection projection) {
      Map<String, DenseVector> vectors = new TreeMap<>(record.vectors());
      vectors.keySet().retainAll(projection.vectorFields(schema()));
      Map<String, Object> attributes = new TreeMap<>(record.attributes());
      attributes.keySet().retainAll(projection.attributes(schema()));
      return new VectorRecord(record.id(), vectors, attributes);
    }
  }

  private final class Cursor implements RecordCursor {
    private final Iterator<VectorRecord> records;
    private boolean closed;

    Cursor(Iterator<VectorRecord> records) {
      this.records = records;
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public VectorRecord next() {
      return records.next();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openScans.decrementAndGet();
      }
    }
  }
}
