package io.vicinal.server.bench;

import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.core.hnsw.HnswIndex;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vicinal bench allocation}: bytes that a search allocates. */
@Command(
    name = "allocation",
    description = {
      "Builds an index over the base vectors, on vectors and on codes, and counts the bytes that",
      "its searches allocate when they are warm. Prints JSON objects, one a line.",
      ""
    },
    footer = {
      "",
      "The keys of a line:",
      "  index          floats: walks compare vectors; codes: they compare codes",
      "  search         all: without a filter; half, eighth, hundredth: among so many of the rows;",
      "                 exact, exact half: every row that passes is compared",
      "  plan           how the last query was answered",
      "  bytes          that a search allocates: the median of the averages over all queries",
      "  result_bytes   the part that is its result",
      "  beyond_bytes   the rest",
      "",
      "Each search is repeated for 2 seconds of processor time before it counts.",
      "Lines of codes are left out where the index prefers vectors.",
      "",
      "Example:",
      "  vicinal bench allocation --base base.fvecs --query query.fvecs --metric cosine"
    })
public final class AllocationCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final IndexOptions options = new IndexOptions();

  @Mixin private final WidthOption width = new WidthOption();

  /** For picocli. */
  public AllocationCommand() {}

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    run(line.getOut(), new Progress(line.getErr()));
    return 0;
  }

  private void run(PrintWriter output, Progress progress) {
    options.check();
    int ef = width.ef();
    VectorSet base = options.baseSet();
    List<float[]> queries = options.querySet(base).vectors();
    int threads = Runtime.getRuntime().availableProcessors();
    HnswIndex index =
        AnnIndex.build(base, options.parameters(), Scheme.NONE, threads, progress).index();
    AllocationBenchmark benchmark =
        new AllocationBenchmark(
            index, queries, options.k(), ef, new AllocationMeter(queries, WARM_UP));
    progress.report("searching on vectors");
    benchmark.walks("floats").forEach(output::println);
    benchmark.scans().forEach(output::println);
    index.encode("base", Quantization.of(options.quantization()));
    if (index.isCoded()) {
      progress.report("searching on codes");
      benchmark.walks("codes").forEach(output::println);
    } else {
      progress.report("the index prefers vectors to codes");
    }
  }
}
