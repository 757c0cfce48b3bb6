package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.FieldStatistics;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterBinding;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.ManifestStore;
import io.vicinal.core.segment.SealedSegment;
import io.vicinal.core.segment.SegmentWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine behind a collection, or behind a shard of one: segments in memory and on disk,
 * changed by the entries of a log that somebody else keeps.
 *
 * <p>Whoever drives it
 *
 * <ol>
 *   <li>{@link #validate}s a batch before it is logged,
 *   <li>{@link #apply}s the entries in the order of the log, each once, by one thread at a time,
 *   <li>after a restart applies again what is beyond {@link #durableSequence}, and
 *   <li>may drop the log up to {@link #durableSequence}, never further.
 * </ol>
 *
 * <p>Reads may be made by any thread at any time. Each sees the state after some entry and before
 * the next, and keeps seeing it until it ends. The growing segment is sealed in the background when
 * it is full, and small segments are merged there.
 */
public final class CollectionEngine implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(CollectionEngine.class);

  /** How far over its limits a growing segment may get while the one before is written. */
  private static final int BACK_PRESSURE = 2;

  private final CollectionSchema schema;
  private final EngineOptions options;
  private final String location;
  private final BatchValidator validator;
  private final EngineState state;
  private final Checkpoints checkpoints;
  private final Compactor compactor;
  private final AtomicBoolean rotating = new AtomicBoolean();
  private final AtomicBoolean compacting = new AtomicBoolean();
  private final AtomicBoolean trying = new AtomicBoolean();

  private CollectionEngine(
      CollectionSchema schema,
      EngineOptions options,
      String location,
      EngineState state,
      Checkpoints checkpoints,
      Compactor compactor) {
    this.schema = schema;
    this.options = options;
    this.location = location;
    this.validator = new BatchValidator(schema, ArrowSchemas.writes(schema));
    this.state = state;
    this.checkpoints = checkpoints;
    this.compactor = compactor;
  }

  /**
   * Opens the newest state on disk, or an empty one, and verifies every file of it.
   *
   * @param directory where the files are; the engine has it for itself
   * @param allocator parent of the engine's own. Mapped files count, so its limit must be above
   *     their size
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#DAMAGED_FILE} naming the file
   */
  public static CollectionEngine open(
      StorageDirectory directory,
      CollectionSchema schema,
      EngineOptions options,
      BufferAllocator allocator) {
    return open(directory, schema, options, allocator, () -> {});
  }

  /**
   * As above.
   *
   * @param freed runs once, when the engine and its scans are closed and it uses no memory of the
   *     allocator any more; never if this throws
   */
  public static CollectionEngine open(
      StorageDirectory directory,
      CollectionSchema schema,
      EngineOptions options,
      BufferAllocator allocator,
      Runnable freed) {
    ManifestStore manifests = ManifestStore.open(directory, options.keptManifests());
    BufferAllocator memory =
        allocator.newChildAllocator("collection " + directory.location(), 0, Long.MAX_VALUE);
    try {
      SavedState saved = Checkpoints.open(directory, manifests.current(), schema, memory);
      IndexBuilders builders = new IndexBuilders(options.buildExecutor(), options.buildThreads());
      EngineState state = EngineState.of(schema, memory, builders, saved, freed);
      SegmentWriter writer = new SegmentWriter(directory, schema, memory);
      Checkpoints checkpoints = new Checkpoints(directory, state, manifests, writer, saved);
      Compactor compactor = new Compactor(schema, state, checkpoints, writer, memory);
      return new CollectionEngine(
          schema, options, directory.location(), state, checkpoints, compactor);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** The schema of the collection. */
  public CollectionSchema schema() {
    return schema;
  }

  /**
   * Refuses a write batch that the collection cannot hold, with its columns, operations, ids and
   * vectors; see the schema of write batches in {@code io.vicinal.arrow}.
   *
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#UNKNOWN_FIELD}, {@link
   *     io.vicinal.api.ErrorCode#INVALID_RECORD} or {@link io.vicinal.api.ErrorCode#INVALID_VECTOR}
   */
  public void validate(VectorSchemaRoot writeBatch) {
    validator.validate(writeBatch);
  }

  /**
   * Applies one entry of the log: batches that {@link #validate} accepted, which are copied.
   * Readers see all of them or none. For one thread at a time.
   *
   * @param position after {@link #applied}
   * @return what each batch did
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#STORAGE_FAILURE} when the growing
   *     segment is far over its limits and cannot be sealed: the entry was not applied, and may be
   *     applied again; {@link io.vicinal.api.ErrorCode#READ_ONLY} when an earlier entry failed
   */
  public List<WriteResult> apply(LogPosition position, List<VectorSchemaRoot> batches) {
    if (isFull(BACK_PRESSURE)) {
      checkpoints.checkpoint();
    }
    List<WriteResult> results = state.apply(position, batches);
    if (isFull(1) && rotating.compareAndSet(false, true)) {
      inBackground(options.sealExecutor(), "sealing a segment", this::rotate, rotating);
    }
    return results;
  }

  /** As {@link #apply(LogPosition, List)}, for the entries of a log without terms. */
  public List<WriteResult> apply(long sequenceNumber, List<VectorSchemaRoot> batches) {
    return apply(LogPosition.of(sequenceNumber), batches);
  }

  /** The last entry that reads see. */
  public LogPosition applied() {
    return state.applied();
  }

  /** The number of {@link #applied}. */
  public long appliedSequence() {
    return applied().sequenceNumber();
  }

  /** The last entry whose effect is on disk, in segments and manifest. */
  public LogPosition durable() {
    return checkpoints.durable();
  }

  /** The number of {@link #durable}. */
  public long durableSequence() {
    return durable().sequenceNumber();
  }

  /**
   * Seals the growing segment and publishes a manifest of the present position, beside which
   * entries may be applied. {@link #durableSequence} is at least what {@link #appliedSequence} was.
   *
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#STORAGE_FAILURE} when the disk
   *     refuses; nothing is lost, and it may be tried again
   */
  public void checkpoint() {
    checkpoints.checkpoint();
    compactLater();
  }

  /**
   * Merges segments now, as far as it pays; says how many merges were made.
   *
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#STORAGE_FAILURE} when the disk refuses
   */
  public int compact() {
    return compactor.run();
  }

  /**
   * The nearest neighbours of a query vector, each segment searched by itself.
   *
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#UNKNOWN_FIELD}, {@link
   *     io.vicinal.api.ErrorCode#INVALID_VECTOR} or {@link io.vicinal.api.ErrorCode#INVALID_FILTER}
   */
  public SearchResult search(SearchRequest request) {
    try (EngineSearch search = openSearch(request)) {
      return NearestSearch.run(request, List.of(search), Runnable::run);
    }
  }

  /**
   * A search as of now, to be run with those of other shards by {@link NearestSearch}. Close it, or
   * the memory of the view stays.
   *
   * @throws VicinalException as {@link #search} does
   */
  public EngineSearch openSearch(SearchRequest request) {
    request.check(schema);
    AcceptedRows accepted = new AcceptedRows(bind(request.filter()));
    RecordReader reader = reader(request.projection());
    return opened(new EngineSearch(request, schema, accepted, reader, state.acquire()));
  }

  /** Has the segments tried that cannot say how wide to search; later searches are faster. */
  private EngineSearch opened(EngineSearch search) {
    if (search.isTrialDue() && trying.compareAndSet(false, true)) {
      String field = search.field().name();
      inBackground(options.mergeExecutor(), "trying searches", () -> trySearches(field), trying);
    }
    return search;
  }

  private void trySearches(String field) {
    try (EngineView view = state.acquire()) {
      for (SegmentView segment : view.segments()) {
        HnswIndex index = segment.segment().index(field);
        int rows = segment.rows().count();
        if (index.isTrialDue(rows) && !compactor.isClosed()) {
          index.trySearches(rows);
        }
      }
    }
  }

  /**
   * The neighbours that several searches find in the same state, fused.
   *
   * @throws VicinalException as {@link #search} does
   */
  public FusedResult searchFused(FusedRequest request) {
    return FusedSearch.run(request, List.of(this), Runnable::run);
  }

  /**
   * A search for each request, which fit the schema and have that filter; all see the same state.
   * For one thread at a time, all of them together.
   */
  List<EngineSearch> openSearches(List<SearchRequest> requests, Optional<Filter> filter) {
    AcceptedRows accepted = new AcceptedRows(bind(filter));
    try (EngineView view = state.acquire()) {
      return requests.stream()
          .map(
              request ->
                  opened(
                      new EngineSearch(
                          request, schema, accepted, reader(request.projection()), view.shared())))
          .toList();
    }
  }

  /** The records of these ids that exist, in the order of the ids. */
  public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
    ids.forEach(schema::checkId);
    RecordReader reader = reader(projection);
    List<VectorRecord> records = new ArrayList<>();
    try (EngineView view = state.acquire()) {
      for (RecordId id : ids) {
        view.find(id, (rows, row) -> records.add(reader.read(rows, row)));
      }
    }
    return records;
  }

  /** The records that pass a filter, as of now. Close it, or the memory of the view stays. */
  public RecordCursor scan(ScanRequest request) {
    Optional<RowFilter> filter = bind(request.filter());
    RecordReader reader = reader(request.projection());
    EngineView view = state.acquire();
    try {
      return new RecordScan(
          view, new RowSelection(view.segments(), filter, request.limit()), reader);
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  /**
   * As {@link #scan}, in Arrow batches: the id, then the projected vectors and attributes in the
   * order of the schema.
   *
   * @param allocator for the batches; of the same root as the engine's
   */
  public BatchScan scanBatches(ScanRequest request, BufferAllocator allocator) {
    Optional<RowFilter> filter = bind(request.filter());
    Schema columns = ArrowSchemas.records(schema, request.projection());
    EngineView view = state.acquire();
    try {
      return new BatchScan(
          view,
          new RowSelection(view.segments(), filter, request.limit()),
          VectorSchemaRoot.create(columns, allocator),
          allocator);
    } catch (RuntimeException | Error e) {
      view.close();
      throw e;
    }
  }

  /** Counts, as of now. */
  public CollectionStatistics statistics() {
    try (EngineView view = state.acquire()) {
      long bytes = 0;
      Map<String, FieldStatistics> fields = new LinkedHashMap<>();
      for (SegmentView segment : view.segments()) {
        if (segment.segment() instanceof SealedSegment sealed) {
          bytes += sealed.descriptor().bytes();
        }
        for (VectorField field : schema.vectorFields()) {
          HnswIndex index = segment.segment().index(field.name());
          fields.merge(field.name(), index.statistics(field.effort()), FieldStatistics::plus);
        }
      }
      return new CollectionStatistics(
          view.liveRows(),
          view.deletedRows(),
          view.segments().size(),
          bytes,
          view.sequenceNumber(),
          fields);
    }
  }

  /**
   * Refuses further reads and writes and waits for what is being written. Makes no checkpoint.
   * Scans that are open stay readable until they are closed.
   */
  @Override
  public void close() {
    close(Ending.CLOSED);
  }

  /** As {@link #close()}; later calls are told how it ended. */
  public void close(Ending how) {
    compactor.close();
    checkpoints.close(how);
  }

  private boolean isFull(int factor) {
    return state.growingRows() / factor >= options.maxGrowingRows()
        || state.growingBytes() / factor >= options.maxGrowingBytes();
  }

  private void rotate() {
    checkpoints.checkpoint();
    compactLater();
  }

  private void compactLater() {
    if (compacting.compareAndSet(false, true)) {
      inBackground(options.mergeExecutor(), "merging segments", compactor::run, compacting);
    }
  }

  /**
   * Runs a task whose failure loses nothing: the log still has the entries, and segments stay as
   * they are. The next occasion tries again, and {@link #apply} tells its caller when sealing has
   * failed too often.
   */
  private void inBackground(Executor executor, String what, Runnable task, AtomicBoolean running) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            logFailure(what, e);
          } finally {
            running.set(false);
          }
        };
    try {
      executor.execute(guarded);
    } catch (RejectedExecutionException e) {
      running.set(false);
      logFailure(what, e);
    }
  }

  private void logFailure(String what, RuntimeException failure) {
    if (compactor.isClosed()) {
      logger.debug("{} of {} ended because the collection was closed", what, location);
    } else {
      logger.error("{} of {} failed and will be tried again", what, location, failure);
    }
  }

  private Optional<RowFilter> bind(Optional<Filter> filter) {
    return filter.map(condition -> RowFilter.of(FilterBinding.bind(condition, schema)));
  }

  private RecordReader reader(Projection projection) {
    return new RecordReader(RecordBatches.of(schema, projection));
  }
}
