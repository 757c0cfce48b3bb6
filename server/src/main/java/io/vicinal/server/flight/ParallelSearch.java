package io.vicinal.server.flight;

import io.vicinal.api.DenseVector;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.protocol.SearchOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs many queries with the same options on a shared executor. */
final class ParallelSearch {
  private final VectorCollection collection;
  private final SearchRequest template;
  private final Executor executor;
  private final int threads;

  /** Refuses options that no query could have. */
  ParallelSearch(
      VectorCollection collection, SearchOptions options, Executor executor, int threads) {
    this.collection = collection;
    SearchQuery any = options.query(collection.schema()).orElseGet(DenseVector::of);
    this.template = options.toRequest(collection.schema(), any);
    this.executor = executor;
    this.threads = threads;
  }

  /**
   * The results of the queries, in their order. When {@code cancelled} turns true the rest is not
   * searched, and their results are empty.
   */
  List<SearchResult> run(List<DenseVector> queries, BooleanSupplier cancelled) {
    @Nullable SearchResult[] results = new SearchResult[queries.size()];
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement();
              i < results.length && !cancelled.getAsBoolean();
              i = next.getAndIncrement()) {
            results[i] = collection.search(template.withQuery(queries.get(i)));
          }
        };
    CompletableFuture<?>[] workers =
        IntStream.range(0, Math.min(threads, results.length))
            .mapToObj(i -> CompletableFuture.runAsync(worker, executor))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(workers).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    return Arrays.stream(results).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }
}
