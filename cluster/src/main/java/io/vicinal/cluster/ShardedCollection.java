package io.vicinal.cluster;

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
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.core.engine.BatchScan;
import io.vicinal.core.engine.DatabaseMemory;
import io.vicinal.core.engine.FusedSearch;
import io.vicinal.core.engine.FutureValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A collection of a {@link ShardedDatabase}, which also takes and gives Arrow batches.
 *
 * <p>A record is on the shard that a hash of its id says. A write is atomic on each shard. The
 * sequence numbers of {@link WriteResult} and {@link CollectionStatistics} are the sum of the
 * positions in the logs of all shards: whatever shards they went to, of two writes one after the
 * other the later has the larger number.
 */
public final class ShardedCollection implements VectorCollection {
  private final CollectionSpec spec;
  private final List<Shard> shards;
  private final WriteBatches batches;
  private final DatabaseMemory memory;
  private final Executor searchers;

  ShardedCollection(CollectionSpec spec, List<Shard> shards, ShardContext context) {
    this.spec = spec;
    this.shards = List.copyOf(shards);
    this.batches = WriteBatches.of(spec.schema());
    this.memory = context.memory();
    this.searchers = context.searchers();
  }

  @Override
  public CollectionSpec spec() {
    return spec;
  }

  /** The number of shards, at least 1. */
  public int shards() {
    return shards.size();
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
      return new WriteResult(sequenceNumber(), 0, 0);
    }
    retainMemory();
    try (VectorSchemaRoot batch = batches.encode(mutations, memory.allocator())) {
      return writeBatch(batch);
    } finally {
      memory.release();
    }
  }

  /**
   * Applies the changes of a batch in their order; see {@link #write}.
   *
   * @param batch the columns of {@link io.vicinal.arrow.ArrowSchemas#writes}; it stays the caller's
   * @throws VicinalException as {@link #write} does; {@link ErrorCode#READ_ONLY} when a shard takes
   *     no more writes; {@link ErrorCode#UNKNOWN_OUTCOME} when the batch may have had an effect, or
   *     had one on some shards only
   */
  public WriteResult writeBatch(VectorSchemaRoot batch) {
    shards.get(0).engine().validate(batch);
    if (batch.getRowCount() == 0) {
      return new WriteResult(sequenceNumber(), 0, 0);
    }
    if (shards.size() == 1) {
      return FutureValue.of(shards.get(0).write(batch));
    }
    Map<Integer, CompletableFuture<WriteResult>> writes = new TreeMap<>();
    retainMemory();
    try (BatchSplit split = BatchSplit.of(batch, shards.size(), memory.allocator())) {
      split.parts().keySet().forEach(shard -> shards.get(shard).requireWritable());
      split.parts().forEach((shard, part) -> writes.put(shard, submit(shard, part.columns())));
    } finally {
      memory.release();
    }
    return outcome(writes);
  }

  @Override
  public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
    if (shards.size() == 1) {
      return shards.get(0).engine().get(ids, projection);
    }
    ids.forEach(spec.schema()::checkId);
    Map<Integer, List<RecordId>> byShard = new TreeMap<>();
    for (RecordId id : ids) {
      int shard = Placement.shard(id, shards.size());
      byShard.computeIfAbsent(shard, each -> new ArrayList<>()).add(id);
    }
    Map<RecordId, VectorRecord> found = new HashMap<>();
    byShard.forEach(
        (shard, wanted) ->
            shards
                .get(shard)
                .engine()
                .get(wanted, projection)
                .forEach(record -> found.put(record.id(), record)));
    return ids.stream().filter(found::containsKey).map(found::get).toList();
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return ShardedSearch.run(shards, request.resolve(this), searchers);
  }

  @Override
  public FusedResult searchFused(FusedRequest request) {
    return FusedSearch.run(request, shards.stream().map(Shard::engine).toList(), searchers);
  }

  @Override
  public RecordCursor scan(ScanRequest request) {
    List<RecordCursor> cursors = new ArrayList<>();
    try {
      shards.forEach(shard -> cursors.add(shard.engine().scan(request)));
    } catch (RuntimeException e) {
      cursors.forEach(RecordCursor::close);
      throw e;
    }
    return new ShardedScan(cursors, request.limit().orElse(Long.MAX_VALUE));
  }

  /**
   * As {@link #scan}, of one shard and in Arrow batches, without a copy where whole chunks are
   * returned.
   *
   * @param shard from 0 to {@link #shards} − 1
   * @param target for the batches; of the same root as {@link ShardedDatabase#allocator}
   */
  public BatchScan scanBatches(int shard, ScanRequest request, BufferAllocator target) {
    if (shard < 0 || shard >= shards.size()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "shard " + shard + " of collection '" + name() + "'; expected 0.." + (shards.size() - 1));
    }
    return shards.get(shard).engine().scanBatches(request, target);
  }

  @Override
  public CollectionStatistics statistics() {
    List<CollectionStatistics> each =
        shards.stream().map(shard -> shard.engine().statistics()).toList();
    return new CollectionStatistics(
        each.stream().mapToLong(CollectionStatistics::records).sum(),
        each.stream().mapToLong(CollectionStatistics::deletedRows).sum(),
        each.stream().mapToInt(CollectionStatistics::segments).sum(),
        each.stream().mapToLong(CollectionStatistics::bytes).sum(),
        each.stream().mapToLong(CollectionStatistics::sequenceNumber).sum(),
        each.stream()
            .map(CollectionStatistics::fields)
            .reduce(Map.of(), CollectionStatistics::sum));
  }

  @Override
  public void flush() {
    shards.forEach(Shard::flush);
  }

  /** Merges small segments and those with many deleted rows now; says how many merges were made. */
  public int compact() {
    return shards.stream().mapToInt(shard -> shard.engine().compact()).sum();
  }

  /** How the log of each shard is doing. */
  public List<LogStatus> logs() {
    return shards.stream().map(Shard::status).toList();
  }

  List<Shard> parts() {
    return shards;
  }

  private void retainMemory() {
    if (!memory.tryRetain()) {
      throw new VicinalException(ErrorCode.UNAVAILABLE, "collection '" + name() + "' is closed");
    }
  }

  private CompletableFuture<WriteResult> submit(int shard, VectorSchemaRoot part) {
    try {
      return shards.get(shard).write(part);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private WriteResult outcome(Map<Integer, CompletableFuture<WriteResult>> writes) {
    long upserted = 0;
    long deleted = 0;
    List<Integer> failed = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (Map.Entry<Integer, CompletableFuture<WriteResult>> write : writes.entrySet()) {
      try {
        WriteResult result = FutureValue.of(write.getValue());
        upserted += result.upserted();
        deleted += result.deleted();
      } catch (RuntimeException e) {
        failed.add(write.getKey());
        failures.add(e);
      }
    }
    if (failures.isEmpty()) {
      return new WriteResult(sequenceNumber(), upserted, deleted);
    }
    if (failures.size() == writes.size() && failures.stream().noneMatch(this::isUnknown)) {
      throw failures.get(0);
    }
    throw new VicinalException(
        ErrorCode.UNKNOWN_OUTCOME,
        "a write to collection '"
            + name()
            + "' failed on "
            + failed
            + " of the shards "
            + writes.keySet()
            + " that it went to: "
            + failures.get(0).getMessage(),
        failures.get(0));
  }

  private boolean isUnknown(RuntimeException failure) {
    return !(failure instanceof VicinalException known)
        || known.code() == ErrorCode.UNKNOWN_OUTCOME;
  }

  private long sequenceNumber() {
    return shards.stream().mapToLong(shard -> shard.engine().appliedSequence()).sum();
  }
}
