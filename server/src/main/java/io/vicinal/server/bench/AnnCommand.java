package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.SearchEffort.RecallTarget;
import io.vicinal.api.Storage;
import io.vicinal.api.VicinalException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vicinal bench ann}: recall and speed of the index on vectors in files. */
@Command(
    name = "ann",
    description = {
      "Builds an index over the base vectors and searches it for every query at each width ef.",
      "Prints one JSON object a line and ef to standard output, progress to standard error.",
      "",
      "What is measured is the index as the engine uses it inside one segment: the same graph,"
          + " kernels and choice of plan, and with --filter the same evaluation of the filter on"
          + " columns, once a query. Not measured: server, network, several segments, reading"
          + " records.",
      ""
    },
    footer = {
      "",
      "The keys of a line:",
      "  ef             the width of the search",
      "  recall         part of the true k neighbours that were found, on average;",
      "                 a row as near as the k-th true one counts, whatever its number",
      "  qps            searches a second, of all threads together",
      "  p50_us, p99_us microseconds of a search",
      "  build_seconds  what building the index took",
      "  index_bytes    memory of the index, which is that of its parts:",
      "  vector_bytes, code_bytes, graph_bytes",
      "  distance_computations",
      "                 distances computed for a search, on average",
      "",
      "Every ef is warmed up, then measured over whole rounds of all queries for a",
      "second or more.",
      "",
      "Example:",
      "  vicinal bench ann --base base.fvecs --query query.fvecs --metric euclidean --ef 32,64"
    })
public final class AnnCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final IndexOptions options = new IndexOptions();

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description =
          "The row numbers of each query's true neighbours, nearest first: .ivecs. Without it they"
              + " are computed by comparing every query with every vector.")
  private @Nullable Path truth;

  @SuppressWarnings("NullAway.Init") // picocli sets the default
  @Option(
      names = "--ef",
      split = ",",
      defaultValue = "16,32,64,128,256",
      paramLabel = "N",
      description = "Widths of the search. Default: ${DEFAULT-VALUE}.")
  private List<Integer> ef;

  @Option(
      names = "--recall-target",
      split = ",",
      paramLabel = "R",
      description =
          "In place of --ef: as wide as finds that share of the neighbours, "
              + RecallTarget.LEAST
              + ".."
              + RecallTarget.MOST
              + ", which is tried on rows that are held out once the index is built.")
  private List<Double> recallTargets = List.of();

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that search. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--build-threads",
      paramLabel = "N",
      description = "Threads that build the index. Default: one for each processor.")
  private int buildThreads = Runtime.getRuntime().availableProcessors();

  @SuppressWarnings("NullAway.Init") // picocli sets the default
  @Option(
      names = "--storage",
      converter = StorageConverter.class,
      defaultValue = "memory",
      paramLabel = "NAME",
      description = {
        "memory: vectors are in memory. mapped: only codes and graph are, and vectors are read from"
            + " a temporary file that is mapped. Default: ${DEFAULT-VALUE}."
      })
  private Storage storage;

  @Option(
      names = "--filter",
      paramLabel = "SQL",
      description = "Search among the rows on which this is true, as in \"year >= 1990\".")
  private @Nullable String filter;

  @Option(
      names = "--attributes",
      paramLabel = "FILE",
      description =
          "The columns of the filter: a Parquet file whose row i is vector i of the base.")
  private @Nullable Path attributes;

  /** For picocli. */
  public AnnCommand() {}

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    run(line.getOut(), new Progress(line.getErr()));
    return 0;
  }

  private void run(PrintWriter output, Progress progress) {
    options.check();
    IndexOptions.requireThreads("--threads", threads);
    IndexOptions.requireThreads("--build-threads", buildThreads);
    ef.forEach(width -> IndexOptions.requirePositive("--ef", width));
    List<SearchEffort> efforts = efforts();
    VectorSet baseSet = options.baseSet();
    VectorSet querySet = options.querySet(baseSet);
    try (FilteredRows filtered = filteredRows(baseSet)) {
      int k = options.k();
      AnnData data = new AnnData(baseSet, querySet.vectors(), k, filtered);
      Truth listed = truth == null ? null : Truth.read(truth, data);
      AnnIndex inMemory =
          AnnIndex.build(
              baseSet, options.parameters(), options.quantization(), buildThreads, progress);
      AnnIndex built =
          switch (storage) {
            case MEMORY -> inMemory;
            case MAPPED -> inMemory.mapped(baseSet, progress);
          };
      if (!recallTargets.isEmpty()) {
        progress.report("trying searches");
        built.index().trySearches(baseSet.rows());
      }
      AnnSearch search = new AnnSearch(built.index(), k, filtered);
      AnnBenchmark benchmark =
          new AnnBenchmark(
              data, built, search, listed == null ? computed(search, data, progress) : listed);
      try (SearchLoad load = new SearchLoad(data.queries(), threads)) {
        for (SearchEffort effort : efforts) {
          progress.report("searching at ef = " + search.width(effort));
          output.println(benchmark.measure(effort, load).toJson());
          output.flush();
        }
      }
    }
  }

  private List<SearchEffort> efforts() {
    if (recallTargets.isEmpty()) {
      return ef.stream().<SearchEffort>map(SearchEffort.Width::new).toList();
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--ef")) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "--ef and --recall-target; expected one of the two");
    }
    return recallTargets.stream().<SearchEffort>map(RecallTarget::new).toList();
  }

  private static Truth computed(AnnSearch search, AnnData data, Progress progress) {
    progress.report("computing the true neighbours of " + data.queries().size() + " queries");
    return Truth.compute(search, data);
  }

  private @Nullable FilteredRows filteredRows(VectorSet baseSet) {
    if (filter == null && attributes == null) {
      return null;
    }
    if (filter == null || attributes == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "--filter and --attributes go together; expected both or neither");
    }
    return ParquetAttributes.read(attributes, filter, baseSet);
  }
}
