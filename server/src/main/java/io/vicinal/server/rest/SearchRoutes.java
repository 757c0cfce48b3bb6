package io.vicinal.server.rest;

import static io.vicinal.server.rest.CollectionRoutes.COLLECTION;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FusedResult;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SearchResult;
import io.vicinal.api.Selection;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.FusedAnswer;
import io.vicinal.protocol.FusedDocument;
import io.vicinal.protocol.RecordCodec;
import io.vicinal.protocol.SearchAnswer;
import io.vicinal.protocol.SearchAnswer.QueryAnswer;
import io.vicinal.protocol.SearchDocument;
import io.vicinal.protocol.SearchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Searches, one query after the other, and those that are fused. */
final class SearchRoutes {
  /** The answer is built in memory, so all queries of a request together have a limit. */
  static final long MAX_NEIGHBORS = 100_000;

  private final Supplier<VectorDatabase> database;

  SearchRoutes(Supplier<VectorDatabase> database) {
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.post(COLLECTION + "/search", this::search),
        Route.post(COLLECTION + "/search/fused", this::searchFused));
  }

  private void search(Exchange exchange) {
    exchange.allowParameters();
    SearchDocument document = exchange.body(SearchDocument.class);
    VectorCollection collection = database.get().collection(exchange.collectionName());
    CollectionSchema schema = collection.schema();
    SearchOptions options = document.options();
    List<? extends SearchQuery> queries = document.queries(schema);
    checkSize(queries.size(), options.selection());
    for (int i = 0; i < queries.size(); i++) {
      if (queries.get(i) instanceof DenseVector vector) {
        checkVector(vector, i, options, schema);
      }
    }
    RecordCodec codec = new RecordCodec(schema);
    List<QueryAnswer> answers = new ArrayList<>();
    for (SearchQuery query : queries) {
      SearchResult result = collection.search(options.toRequest(schema, query));
      answers.add(QueryAnswer.of(result, options.grouping(), codec));
    }
    exchange.answer(200, new SearchAnswer(answers));
  }

  /** Names the query; a vector that a sparse field was sent is refused by the search. */
  private static void checkVector(
      DenseVector vector, int query, SearchOptions options, CollectionSchema schema) {
    if (options.field() == null || schema.findSparseField(options.field()).isEmpty()) {
      options.vectorField(schema).check(vector, "query " + query);
    }
  }

  private void searchFused(Exchange exchange) {
    exchange.allowParameters();
    FusedDocument document = exchange.body(FusedDocument.class);
    VectorCollection collection = database.get().collection(exchange.collectionName());
    CollectionSchema schema = collection.schema();
    FusedResult result = collection.searchFused(document.toRequest(schema));
    exchange.answer(200, FusedAnswer.of(result, new RecordCodec(schema)));
  }

  private static void checkSize(int queries, Selection wanted) {
    if ((long) queries * wanted.depth() > MAX_NEIGHBORS) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE,
          queries
              + " queries for "
              + wanted.depth()
              + " neighbours each; expected at most "
              + MAX_NEIGHBORS
              + " neighbours a request, those before an offset included. Send fewer queries, or use"
              + " Arrow Flight, which streams");
    }
  }
}
