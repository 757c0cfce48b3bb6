package io.vicinal.server.rest;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.CollectionList;
import io.vicinal.protocol.CollectionReference;
import java.util.List;
import java.util.function.Supplier;

/** Collections as wholes. */
final class CollectionRoutes {
  static final String COLLECTIONS = "/v1/collections";
  static final String COLLECTION = COLLECTIONS + "/{name}";

  private final Supplier<VectorDatabase> database;

  CollectionRoutes(Supplier<VectorDatabase> database) {
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get(COLLECTIONS, this::list),
        Route.post(COLLECTIONS, this::create),
        Route.get(COLLECTION, this::describe),
        Route.delete(COLLECTION, this::drop),
        Route.post(COLLECTION + "/flush", this::flush));
  }

  private void list(Exchange exchange) {
    exchange.allowParameters();
    exchange.answer(200, new CollectionList(database.get().collectionNames()));
  }

  private void create(Exchange exchange) {
    exchange.allowParameters();
    CollectionSpec spec = exchange.body(CollectionDocument.class).toSpec();
    exchange.answer(201, describe(database.get().createCollection(spec)));
  }

  private void describe(Exchange exchange) {
    exchange.allowParameters();
    exchange.answer(200, describe(database.get().collection(exchange.collectionName())));
  }

  private void drop(Exchange exchange) {
    exchange.allowParameters();
    database.get().dropCollection(exchange.collectionName());
    exchange.answer(200, new CollectionReference(exchange.collectionName()));
  }

  private void flush(Exchange exchange) {
    exchange.allowParameters();
    VectorCollection collection = database.get().collection(exchange.collectionName());
    collection.flush();
    exchange.answer(200, new CollectionReference(collection.name()));
  }

  private static CollectionDescription describe(VectorCollection collection) {
    return new CollectionDescription(
        CollectionDocument.of(collection.spec()), collection.statistics());
  }
}
