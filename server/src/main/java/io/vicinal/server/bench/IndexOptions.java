package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.VicinalException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every measurement of an index: what it holds, and how it is built. */
final class IndexOptions {
  /** More than processors gain nothing; far more, and the system gives no more of them. */
  static final int MAX_THREADS = 1024;

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Option(
      names = "--base",
      required = true,
      paramLabel = "FILE",
      description = "The vectors of the index: .fvecs or .bvecs.")
  private Path base;

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Option(
      names = "--query",
      required = true,
      paramLabel = "FILE",
      description = "The vectors to search for: .fvecs or .bvecs.")
  private Path query;

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Option(
      names = "--metric",
      required = true,
      converter = MetricConverter.class,
      paramLabel = "NAME",
      description = "euclidean, cosine, dot or manhattan.")
  private Metric metric;

  @Option(
      names = "--k",
      defaultValue = "10",
      paramLabel = "N",
      description = "Neighbours of a query. Default: ${DEFAULT-VALUE}.")
  private int k;

  @Option(
      names = "--m",
      paramLabel = "N",
      description = "Neighbours that a new vector is linked to. Default: ${DEFAULT-VALUE}.")
  private int m = HnswParameters.DEFAULT.m();

  @Option(
      names = "--ef-construction",
      paramLabel = "N",
      description = "Width of the search while building. Default: ${DEFAULT-VALUE}.")
  private int efConstruction = HnswParameters.DEFAULT.efConstruction();

  @Option(
      names = "--limit-rows",
      paramLabel = "N",
      description = "Use the first N vectors of the base only.")
  private int limitRows = Integer.MAX_VALUE;

  @SuppressWarnings("NullAway.Init") // picocli sets the default
  @Option(
      names = "--quantization",
      converter = SchemeConverter.class,
      defaultValue = "auto",
      paramLabel = "NAME",
      description = {
        "none: a search compares vectors. auto, sq8, sq7, sq4, rabitq: it walks on short codes and"
            + " compares vectors at the end; where codes would lose too much, on better ones or on"
            + " vectors. Default: ${DEFAULT-VALUE}."
      })
  private Scheme quantization;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** Refuses numbers out of range. */
  void check() {
    parameters();
    requirePositive("--k", k);
    requirePositive("--limit-rows", limitRows);
  }

  int k() {
    return k;
  }

  HnswParameters parameters() {
    return HnswParameters.of(m, efConstruction, HnswParameters.DEFAULT.efSearch());
  }

  Scheme quantization() {
    return quantization;
  }

  /** The vectors of the index. */
  VectorSet baseSet() {
    return baseSet(limitRows);
  }

  /** As above, of its first rows only. */
  VectorSet baseSet(int rows) {
    return VectorSet.open(base, metric, Math.min(limitRows, rows));
  }

  /** The queries, which fit the base. */
  VectorSet querySet(VectorSet baseSet) {
    VectorSet querySet = VectorSet.open(query, metric, Integer.MAX_VALUE);
    querySet.requireDimensionOf(baseSet);
    return querySet;
  }

  static void requireThreads(String option, int value) {
    requireBetween(option, value, 1, MAX_THREADS);
  }

  static void requireBetween(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          option + " is " + value + "; expected " + least + ".." + most);
    }
  }

  static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, option + " is " + value + "; expected 1 or more");
    }
  }
}
