package io.vicinal.core.hnsw;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.FieldStatistics;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IndexMemory;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.core.distance.MetricDistance;
import io.vicinal.core.io.StorageDirectory;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one field and a graph over them. Rows are numbered from 0 in the order they were
 * added; these ordinals are all the index knows of records.
 *
 * <p>Rows are never removed: a caller whose row is deleted rejects it in {@code accept}. Under
 * cosine the index keeps normalised copies ({@link MetricDistance}).
 *
 * <p>Vectors must be legal for their field ({@link io.vicinal.api.VectorField#check}): the index
 * checks the dimension only, and for cosine that a vector is not zero.
 *
 * <p>After {@link #encode} a search walks on codes and compares the vectors of what it finds.
 *
 * <p>A {@link #mapped} index has no vectors in memory: it reads them from rows that its callers
 * keep alive, and takes no more of them.
 *
 * <p>Thread safety: every method but those that say otherwise may be called by any thread at any
 * time. A search sees every row whose {@code add} returned before it began and may see others,
 * always whole. Predicates are called by the searching thread, with ordinals below {@link #size}.
 *
 * <p>In the long run a search allocates its result and nothing else: what it works with is kept for
 * the next one.
 *
 * <p>Built by one thread, an index is a function of its vectors, parameters and seed.
 */
public final class HnswIndex {
  /** Neighbours whose recall is reported. */
  private static final int STATISTICS_K = 10;

  private final IndexVectors vectors;
  private final HnswGraph graph;
  private final GraphWalk walk;
  private final Scratch.Pool scratches;
  private final IndexSearch search;
  private final IndexTrials trials;

  /** Adds rows; null if the vectors are mapped. */
  private final @Nullable HnswInserter inserter;

  private volatile @Nullable CodeStorage codes;

  private HnswIndex(IndexVectors vectors, HnswGraph graph) {
    HnswParameters parameters = graph.parameters();
    this.vectors = vectors;
    this.graph = graph;
    this.inserter =
        vectors instanceof VectorStorage storage ? new HnswInserter(graph, storage) : null;
    this.walk = new GraphWalk(graph, vectors);
    int slots = Math.min(64, 2 * Runtime.getRuntime().availableProcessors());
    this.scratches =
        new Scratch.Pool(slots, Math.max(parameters.maxM(), parameters.maxM0()), vectors);
    this.search = new IndexSearch(this, vectors, graph, walk, scratches);
    this.trials = new IndexTrials(search, vectors, graph, walk, scratches);
  }

  /** An empty index whose size is not known before. */
  public static HnswIndex create(
      Metric metric, int dimension, HnswParameters parameters, long seed) {
    return create(metric, dimension, parameters, seed, 0);
  }

  /**
   * An empty index with memory laid out for {@code expectedRows} rows; more fit, and nothing is
   * allocated before it is used.
   */
  public static HnswIndex create(
      Metric metric, int dimension, HnswParameters parameters, long seed, int expectedRows) {
    VectorStorage vectors = new VectorStorage(MetricDistance.of(metric), dimension, expectedRows);
    return new HnswIndex(vectors, new HnswGraph(parameters, seed, expectedRows));
  }

  /**
   * Reads the graph of an index, and its vectors if they are not to be mapped.
   *
   * @param owner the segment that the file must belong to
   * @param field the field, whose storage says whether vectors are read now or by each search
   * @param rows rows of the segment, which {@code source} has
   * @throws io.vicinal.core.io.DamagedFileException when the file is not a sound graph over that
   *     many vectors of this metric and dimension
   */
  public static HnswIndex read(
      StorageDirectory directory,
      String file,
      UUID owner,
      VectorField field,
      int rows,
      VectorSource source) {
    MetricDistance metric = MetricDistance.of(field.metric());
    return switch (field.storage()) {
      case MEMORY -> {
        VectorStorage vectors = new VectorStorage(metric, field.dimension(), rows);
        for (int row = 0; row < rows; row++) {
          vectors.append(source, row);
        }
        yield new HnswIndex(vectors, HnswGraphFile.read(directory, file, owner, vectors));
      }
      case MAPPED -> {
        IndexVectors vectors = MappedVectors.of(metric, field.dimension(), rows, source);
        HnswGraph graph = HnswGraphFile.read(directory, file, owner, vectors);
        yield new HnswIndex(vectors, graph.trimmed());
      }
    };
  }

  /**
   * This index without its vectors: another one, with the same graph and codes, that reads vectors
   * from a source when it needs them. It finds what this one finds. Nobody may add rows to this one
   * any more, which may be searched on.
   *
   * @param source has the rows of this index as they were added. It is read by all threads that
   *     search, from memory that may have to be kept mapped for them: that is their callers' duty
   */
  public HnswIndex mapped(VectorSource source) {
    IndexVectors rows = MappedVectors.of(vectors.metric(), dimension(), size(), source);
    HnswIndex mapped = new HnswIndex(rows, graph.trimmed());
    CodeStorage coded = codes;
    mapped.codes = coded == null ? null : coded.trimmed(size());
    mapped.trials.learn(trials.learnt());
    return mapped;
  }

  /**
   * Writes the graph to a new file and syncs its bytes; the vectors are the caller's to write.
   *
   * <p>Nobody may add rows meanwhile.
   *
   * @param owner the segment that the file belongs to
   */
  public void writeTo(StorageDirectory directory, String file, UUID owner) {
    HnswGraphFile.write(graph, vectors, directory, file, owner);
  }

  /** The metric. */
  public Metric metric() {
    return vectors.metric().metric();
  }

  /** Components of a vector. */
  public int dimension() {
    return vectors.dimension();
  }

  /** The parameters of the graph. */
  public HnswParameters parameters() {
    return graph.parameters();
  }

  /**
   * What is wrong with the graph, a sentence each; none if it is sound. Nobody may add rows
   * meanwhile.
   */
  public List<String> graphFaults() {
    return HnswVerifier.faults(graph, size());
  }

  /**
   * How many rows of a kind a search cannot come to, whatever its width. Nobody may add rows
   * meanwhile.
   */
  public int unreachable(IntPredicate wanted) {
    return HnswVerifier.unreachable(graph, size(), wanted);
  }

  /**
   * What is wrong with the codes of about that many rows, a sentence each: that they are not those
   * of the row's vector. None where there are no codes.
   */
  public List<String> codeFaults(int sample) {
    CodeStorage coded = codes;
    return coded == null ? List.of() : CodesVerifier.faults(coded, vectors, sample);
  }

  /** The graph, for verification and storage. */
  HnswGraph graph() {
    return graph;
  }

  /** Rows added, including those whose insertion is under way. */
  public int size() {
    return vectors.size();
  }

  /** The memory that vectors, codes and graph take, room for more rows included. */
  public IndexMemory memory() {
    CodeStorage coded = codes;
    return new IndexMemory(
        vectors.memoryBytes(), coded == null ? 0 : coded.memoryBytes(), graph.memoryBytes());
  }

  /**
   * Copies a row as the index holds it: under cosine scaled to length 1.
   *
   * @param into receives {@link #dimension} components
   */
  public void vector(int ordinal, float[] into) {
    if (ordinal < 0 || ordinal >= size()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "row " + ordinal + " of an index of " + size() + " rows");
    }
    vectors.copy(ordinal, into);
  }

  /**
   * Adds a vector and returns its ordinal.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} for a wrong dimension, or the zero
   *     vector under cosine; the index is unchanged
   */
  public int add(float[] vector) {
    checkDimension(vector, "vector");
    return add(vector, 0);
  }

  /** Adds the vector at {@code offset} of a block and returns its ordinal. */
  public int add(float[] block, int offset) {
    HnswInserter ready = requireInserter();
    int ordinal =
        ready.append((row, into, at) -> System.arraycopy(block, offset, into, at, dimension()), 0);
    insert(ordinal, ready);
    return ordinal;
  }

  /**
   * Adds the rows 0 to {@code count − 1} of a source, with ordinals in that order, by {@code
   * threads} threads: the caller's and others of the executor, as far as it has them free.
   *
   * <p>Returns when all are inserted. Nobody else may add rows meanwhile.
   */
  public void addAll(VectorSource source, int count, Executor executor, int threads) {
    HnswInserter ready = requireInserter();
    int first = size();
    for (int row = 0; row < count; row++) {
      ready.append(source, row);
    }
    new SharedWork("building an index", executor, threads)
        .each(first, first + count, ordinal -> insert(ordinal, ready));
  }

  private void insert(int ordinal, HnswInserter ready) {
    Scratch scratch = scratches.borrow();
    CodeStorage coded = codes;
    if (coded != null) {
      coded.set(ready.vectors(), ordinal, scratch);
    }
    ready.insert(ordinal, scratch);
    scratches.giveBack(scratch);
  }

  private HnswInserter requireInserter() {
    if (inserter == null) {
      throw new IllegalStateException(
          "an index over mapped vectors takes no rows and no other codes");
    }
    return inserter;
  }

  /** What searches walk on, if not on vectors. */
  @Nullable CodeStorage codes() {
    return codes;
  }

  /** Whether searches walk on codes. */
  public boolean isCoded() {
    return codes != null;
  }

  /**
   * Codes the vectors of all rows, so that searches walk on codes and compare vectors at the end
   * only; rows that are added later are coded, too. Does nothing where codes would not pay. Where
   * too much recall would be lost, which is tried on some of the rows, it takes better codes than
   * are wanted, or none, and logs a warning.
   *
   * <p>Nobody may add rows meanwhile.
   *
   * @param field the name of the field, for the log
   */
  public void encode(String field, Quantization wanted) {
    VectorStorage inMemory = requireInserter().vectors();
    codes = new CodeChoice(field, wanted, inMemory, graph, walk, scratches).choose();
    trials.forget();
  }

  /**
   * Learns from some of the rows how far neighbours are, so that later searches find more for the
   * same work ({@link RankProfile}). Nobody may add rows meanwhile.
   */
  public void profile() {
    trials.profile(size());
  }

  /**
   * Tries on some of the rows how much searches find at which width, so that later ones can be
   * asked for a recall, and {@linkplain #profile how far neighbours are}. It computes about as many
   * distances as adding a thousand rows.
   *
   * @param rows the first so many rows are tried, all of which are inserted; others may be added
   *     meanwhile
   */
  public void trySearches(int rows) {
    trials.run(rows);
  }

  /** Whether no search was tried, or when the first rows were less than two thirds as many. */
  public boolean isTrialDue(int rows) {
    return trials.isDue(rows);
  }

  /** What was learnt from trials. */
  public SearchTrials trials() {
    return trials.learnt();
  }

  /** Takes what was learnt when the index was written, to which nobody has added rows. */
  public void readTrials(SearchTrials learnt) {
    trials.learn(learnt);
  }

  /** What is known of the index, where searches try as hard as the effort says. */
  public FieldStatistics statistics(SearchEffort effort) {
    OptionalDouble recall = trials.recall(effort, STATISTICS_K);
    return recall.isEmpty()
        ? new FieldStatistics(memory(), 0, 0)
        : new FieldStatistics(memory(), trials.learnt().rows(), recall.getAsDouble());
  }

  /** The width of a search for k neighbours; empty where all rows are compared. */
  public OptionalInt width(SearchEffort effort, int k) {
    return trials.width(effort, k);
  }

  /**
   * Reads the codes of an index that was read, to which nobody has added rows. They have no room
   * for more where vectors are mapped.
   *
   * @param quantization the field's; of its scheme are the codes, or better
   */
  public void readCodes(
      StorageDirectory directory, String file, UUID owner, Quantization quantization) {
    CodeStorage read = CodesFile.read(directory, file, owner, vectors, quantization.oversampling());
    codes = inserter == null ? read.trimmed(size()) : read;
  }

  /**
   * Writes the codes to a new file and syncs its bytes. Nobody may add rows meanwhile.
   *
   * @param owner the segment that the file belongs to
   */
  public void writeCodes(StorageDirectory directory, String file, UUID owner) {
    CodeStorage coded = codes;
    if (coded == null) {
      throw new IllegalStateException("an index without codes");
    }
    CodesFile.write(coded, vectors, directory, file, owner);
  }

  /**
   * Finds about the k nearest accepted rows: exactly min(k, accepted rows) of them, some of which
   * may not be the nearest.
   *
   * @param query a vector of this dimension; not changed
   * @param ef width of the search; at least k is used
   * @param accept which rows count; all if null. Tested on a sample first, to choose the plan
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} for a wrong dimension, or the zero
   *     vector under cosine
   */
  public HnswResult search(float[] query, int k, int ef, @Nullable IntPredicate accept) {
    return search(query, k, ef, accept, estimateAccepted(accept));
  }

  private int estimateAccepted(@Nullable IntPredicate accept) {
    int rows = size();
    return accept == null ? rows : SearchPlanner.estimateAccepted(rows, accept);
  }

  /** As above, trying as hard as the effort says. */
  public HnswResult search(
      float[] query, int k, SearchEffort effort, @Nullable IntPredicate accept) {
    return search(query, k, effort, accept, estimateAccepted(accept));
  }

  /**
   * As above, trying as hard as the effort says.
   *
   * @param estimatedAccepted about how many rows are accepted, if there is a filter
   */
  public HnswResult search(
      float[] query,
      int k,
      SearchEffort effort,
      @Nullable IntPredicate accept,
      int estimatedAccepted) {
    OptionalInt width = width(effort, k);
    if (width.isEmpty()) {
      return exact(query, k, accept);
    }
    int ef = width.getAsInt();
    if (effort instanceof SearchEffort.Width) {
      return search(query, k, ef, accept, estimatedAccepted);
    }
    int accepted = accept == null ? size() : Math.min(estimatedAccepted, size() - 1);
    SearchPlan plan =
        SearchPlanner.planThrough(
            size(), accepted, Math.max(ef, k), graph.parameters().maxM0(), scanCost());
    return search(query, k, ef, accept, plan);
  }

  /** As above, where the caller knows about how many rows are accepted. */
  public HnswResult search(
      float[] query, int k, int ef, @Nullable IntPredicate accept, int estimatedAccepted) {
    SearchPlan plan = plan(Math.max(ef, k), accept, estimatedAccepted);
    return search(query, k, ef, accept, plan);
  }

  private SearchPlan plan(int ef, @Nullable IntPredicate accept, int estimatedAccepted) {
    int accepted = accept == null ? size() : Math.min(estimatedAccepted, size() - 1);
    return SearchPlanner.plan(size(), accepted, ef, graph.parameters().maxM0(), scanCost());
  }

  private double scanCost() {
    return SearchPlanner.scan(dimension(), isCoded());
  }

  /** As above, by the given plan. */
  HnswResult search(float[] query, int k, int ef, @Nullable IntPredicate accept, SearchPlan plan) {
    checkSearch(query, k);
    return search.by(plan, query, k, ef, accept);
  }

  /** Finds the k nearest accepted rows, comparing the query with each; all rows if null. */
  public HnswResult exact(float[] query, int k, @Nullable IntPredicate accept) {
    checkSearch(query, k);
    return search.exact(query, k, accept);
  }

  /**
   * Finds the k nearest accepted rows for each of many queries, by {@code threads} threads: the
   * caller's and others of the executor, as far as it has them free. Finds the rows and distances
   * that {@link #exact(float[], int, IntPredicate)} finds for each, several times faster.
   *
   * @param queries vectors of this dimension; not changed
   * @param accept which rows count; all if null. Called by all of these threads
   * @return the results, in the order of the queries
   */
  public List<HnswResult> exact(
      List<float[]> queries, int k, @Nullable IntPredicate accept, Executor executor, int threads) {
    for (float[] query : queries) {
      checkSearch(query, k);
    }
    return search.exact(queries, k, accept, new SharedWork("an exact search", executor, threads));
  }

  private void checkSearch(float[] query, int k) {
    checkDimension(query, "query");
    if (k < 1) {
      throw new VicinalException(ErrorCode.INVALID_ARGUMENT, "k is " + k + "; expected 1 or more");
    }
  }

  private void checkDimension(float[] vector, String what) {
    if (vector.length != dimension()) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          what + " of dimension " + vector.length + "; expected " + dimension());
    }
  }
}
