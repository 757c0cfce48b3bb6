package io.vicinal.core;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.ErrorCode;
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
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.core.engine.BatchScan;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.engine.DatabaseMemory;
import io.vicinal.core.engine.Ending;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A collection of an {@link EmbeddedDatabase}, which also takes and gives Arrow batches. */
public final class EmbeddedCollection implements VectorCollection {
  private final CollectionSpec spec;
  private final CollectionEngine engine;
  private final LoggedWrites writes;
  private final WriteBatches batches;
  private final DatabaseMemory memory;

  EmbeddedCollection(
      CollectionSpec spec, CollectionEngine engine, LoggedWrites writes, DatabaseMemory memory) {
    this.spec = spec;
    this.engine = engine;
    this.writes = writes;
    this.batches = WriteBatches.of(spec.schema());
    this.memory = memory;
  }

  @Override
  public CollectionSpec spec() {
    return spec;
  }

  @Override
  public WriteResult write(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Upsert upsert) {
        spec.schema().check(upsert.record());
      } else {
        spec.schema().checkId(mutation.id());
      }
    }
    if (mutations.isEmpty()) {
      return new WriteResult(engine.appliedSequence(), 0, 0);
    }
    if (!memory.tryRetain()) {
      throw new VicinalException(ErrorCode.UNAVAILABLE, "collection '" + name() + "' is closed");
    }
    try (VectorSchemaRoot batch = batches.encode(mutations, memory.allocator())) {
      return writes.write(batch);
    } finally {
      memory.release();
    }
  }

  /**
   * Applies the changes of a batch in their order; see {@link #write}.
   *
   * @param batch the columns of {@link io.vicinal.arrow.ArrowSchemas#writes}; it stays the caller's
   * @throws VicinalException as {@link #write} does
   */
  public WriteResult writeBatch(VectorSchemaRoot batch) {
    if (batch.getRowCount() == 0) {
      return new WriteResult(engine.appliedSequence(), 0, 0);
    }
    return writes.write(batch);
  }

  @Override
  public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
    return engine.get(ids, projection);
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return engine.search(request.resolve(this));
  }

  @Override
  public FusedResult searchFused(FusedRequest request) {
    return engine.searchFused(request);
  }

  @Override
  public RecordCursor scan(ScanRequest request) {
    return engine.scan(request);
  }

  /** As {@link #scan}, in Arrow batches, without a copy where whole chunks are returned. */
  public BatchScan scanBatches(ScanRequest request) {
    return engine.scanBatches(request, memory.allocator());
  }

  @Override
  public CollectionStatistics statistics() {
    return engine.statistics();
  }

  @Override
  public void flush() {
    writes.flush();
  }

  /** Merges small segments and those with many deleted rows now; says how many merges were made. */
  public int compact() {
    return engine.compact();
  }

  /** Finishes the writes under way, refuses others and releases the files. */
  void close(Ending how) {
    try {
      writes.close(how);
    } finally {
      engine.close(how);
    }
  }
}
