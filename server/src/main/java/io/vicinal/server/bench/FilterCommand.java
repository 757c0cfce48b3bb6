package io.vicinal.server.bench;

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

/** {@code vicinal bench filter}: searches under one filter after the other. */
@Command(
    name = "filter",
    description = {
      "Builds an index over the base vectors and searches it for every query under each filter",
      "of a file, by one thread. Prints three JSON objects, one a line, for each filter.",
      ""
    },
    footer = {
      "",
      "The keys of a line:",
      "  filter         its name",
      "  mode           own: by the plan that the index chooses, the rows that pass being known",
      "                 scan: every row that passes is compared with the query",
      "                 evaluated: as own, but each search evaluates the filter on the columns",
      "  rows, share    rows that pass, and their part of all rows",
      "  ef             the width of the search",
      "  recall         part of the true k neighbours that were found, on average;",
      "                 a row as near as the k-th true one counts, whatever its number",
      "  plans          how many queries were answered by each plan",
      "  qps            searches a second",
      "  p50_us, p99_us microseconds of a search",
      "",
      "Each way to search is warmed up. Then they take turns, five each, of whole rounds over all",
      "queries and 0.3 seconds or more; the turn of median speed is printed.",
      "",
      "Example:",
      "  vicinal bench filter --base base.fvecs --query query.fvecs --metric cosine"
          + " --attributes films.parquet --filters filters.json"
    })
public final class FilterCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final IndexOptions options = new IndexOptions();

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Option(
      names = "--attributes",
      required = true,
      paramLabel = "FILE",
      description =
          "The columns of the filters: a Parquet file whose row i is vector i of the base.")
  private Path attributes;

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Option(
      names = "--filters",
      required = true,
      paramLabel = "FILE",
      description =
          "The filters: JSON, as in {\"recent\": {\"sql\": \"year >= 1990\"}}. TRUE is no filter.")
  private Path filters;

  @Option(
      names = "--matches",
      paramLabel = "FILE",
      description =
          "Write here, as .bvecs, which rows pass: for each filter a vector with a 1 or a 0 for"
              + " each row of the base.")
  private @Nullable Path matches;

  @Mixin private final WidthOption width = new WidthOption();

  @Option(
      names = "--build-threads",
      paramLabel = "N",
      description = "Threads that build the index. Default: one for each processor.")
  private int buildThreads = Runtime.getRuntime().availableProcessors();

  /** For picocli. */
  public FilterCommand() {}

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    run(line.getOut(), new Progress(line.getErr()));
    return 0;
  }

  private void run(PrintWriter output, Progress progress) {
    options.check();
    int ef = width.ef();
    IndexOptions.requireThreads("--build-threads", buildThreads);
    List<NamedFilter> wanted = NamedFilter.read(filters);
    VectorSet base = options.baseSet();
    List<float[]> queries = options.querySet(base).vectors();
    AnnIndex built =
        AnnIndex.build(base, options.parameters(), options.quantization(), buildThreads, progress);
    try (MatchesFile file = matches == null ? null : MatchesFile.create(matches, base.rows())) {
      for (NamedFilter filter : wanted) {
        progress.report("searching where " + filter.sql());
        try (FilteredRows filtered = filteredRows(filter, base)) {
          AnnData data = new AnnData(base, queries, options.k(), filtered);
          new FilterBenchmark(filter.name(), data, built.index(), ef).measure(output::println);
          output.flush();
          if (file != null) {
            file.append(data::accepts);
          }
        }
      }
    }
  }

  private @Nullable FilteredRows filteredRows(NamedFilter filter, VectorSet base) {
    return filter.acceptsAll() ? null : ParquetAttributes.read(attributes, filter.sql(), base);
  }
}
