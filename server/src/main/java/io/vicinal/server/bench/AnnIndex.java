package io.vicinal.server.bench;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.core.hnsw.HnswIndex;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An index over a base, and what building it took. Immutable.
 *
 * @param index the index
 * @param buildSeconds from the first vector read to the last inserted and coded
 */
record AnnIndex(HnswIndex index, double buildSeconds) {
  private static final long SEED = 42;

  /** Vectors inserted between two reports of progress, at least. */
  private static final int LEAST_BLOCK = 10_000;

  /** Builds an index by that many threads. */
  static AnnIndex build(
      VectorSet base,
      HnswParameters parameters,
      Scheme quantization,
      int threads,
      Progress progress) {
    ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads - 1));
    try {
      progress.report("indexing " + base.rows() + " vectors");
      long start = System.nanoTime();
      HnswIndex index =
          HnswIndex.create(base.metric(), base.dimension(), parameters, SEED, base.rows());
      int block = Math.max(LEAST_BLOCK, base.rows() / 20);
      for (int first = 0; first < base.rows(); first += block) {
        int from = first;
        int count = Math.min(block, base.rows() - first);
        index.addAll(
            (row, into, offset) -> base.read(from + row, into, offset), count, executor, threads);
        progress.report("indexed " + index.size() + " of " + base.rows() + " vectors");
      }
      if (quantization != Scheme.NONE) {
        progress.report("coding the vectors");
        index.encode("base", Quantization.of(quantization));
      }
      index.profile();
      return new AnnIndex(index, (System.nanoTime() - start) / 1e9);
    } finally {
      executor.shutdownNow();
    }
  }

  /** The index as a field whose vectors are mapped has it; that is not part of building it. */
  AnnIndex mapped(VectorSet base, Progress progress) {
    progress.report("writing " + base.rows() + " vectors to a file and mapping it");
    return new AnnIndex(index.mapped(MappedRows.of(base)), buildSeconds);
  }
}
