package io.vicinal.server.rest;

import static io.vicinal.server.rest.CollectionRoutes.COLLECTION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.DeleteDocument;
import io.vicinal.protocol.IdsDocument;
import io.vicinal.protocol.RecordCodec;
import io.vicinal.protocol.RecordList;
import io.vicinal.protocol.ScanOptions;
import io.vicinal.protocol.UpsertDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Records: writing, reading by id, deleting, scanning. */
final class RecordRoutes {
  private static final String RECORDS = COLLECTION + "/records";
  private static final String ID = "id";
  private static final String FIELDS = "fields";

  private final Supplier<VectorDatabase> database;
  private final int scanLimit;

  RecordRoutes(Supplier<VectorDatabase> database, int scanLimit) {
    this.database = database;
    this.scanLimit = scanLimit;
  }

  List<Route> routes() {
    return List.of(
        Route.post(RECORDS, this::upsert),
        Route.get(RECORDS, this::getByParameters),
        Route.delete(RECORDS, this::deleteByParameters),
        Route.post(RECORDS + "/get", this::get),
        Route.post(RECORDS + "/delete", this::delete),
        Route.post(COLLECTION + "/scan", this::scan));
  }

  private void upsert(Exchange exchange) {
    exchange.allowParameters();
    VectorCollection collection = collection(exchange);
    RecordCodec codec = new RecordCodec(collection.schema());
    exchange.answer(200, collection.upsert(exchange.body(UpsertDocument.class).decode(codec)));
  }

  private void get(Exchange exchange) {
    exchange.allowParameters();
    IdsDocument wanted = exchange.body(IdsDocument.class);
    get(exchange, collection(exchange), wanted.ids(), wanted.projection());
  }

  private void getByParameters(Exchange exchange) {
    exchange.allowParameters(ID, FIELDS);
    VectorCollection collection = collection(exchange);
    get(exchange, collection, ids(exchange, collection), projection(exchange));
  }

  private static void get(
      Exchange exchange, VectorCollection collection, List<RecordId> ids, Projection projection) {
    projection.check(collection.schema());
    ids.forEach(collection.schema()::checkId);
    RecordCodec codec = new RecordCodec(collection.schema());
    List<ObjectNode> found = collection.get(ids, projection).stream().map(codec::encode).toList();
    exchange.answer(200, new RecordList(found, null));
  }

  private void delete(Exchange exchange) {
    exchange.allowParameters();
    exchange.answer(200, collection(exchange).delete(exchange.body(DeleteDocument.class).ids()));
  }

  private void deleteByParameters(Exchange exchange) {
    exchange.allowParameters(ID);
    VectorCollection collection = collection(exchange);
    exchange.answer(200, collection.delete(ids(exchange, collection)));
  }

  private void scan(Exchange exchange) {
    exchange.allowParameters();
    ScanRequest request = exchange.body(ScanOptions.class).toRequest();
    VectorCollection collection = collection(exchange);
    request.projection().check(collection.schema());
    long limit = request.limit().orElse(scanLimit);
    if (limit > scanLimit) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "limit is "
              + limit
              + "; expected at most "
              + scanLimit
              + " (rest.scan-limit). Arrow Flight streams as many as there are");
    }
    exchange.answer(200, scan(collection, request, limit));
  }

  private static RecordList scan(VectorCollection collection, ScanRequest request, long limit) {
    RecordCodec codec = new RecordCodec(collection.schema());
    List<ObjectNode> records = new ArrayList<>();
    // One more than wanted tells whether there are more.
    try (RecordCursor cursor = collection.scan(request.limit(limit + 1))) {
      while (cursor.hasNext() && records.size() < limit) {
        records.add(codec.encode(cursor.next()));
      }
      return new RecordList(records, !cursor.hasNext());
    }
  }

  private VectorCollection collection(Exchange exchange) {
    return database.get().collection(exchange.collectionName());
  }

  private static List<RecordId> ids(Exchange exchange, VectorCollection collection) {
    List<String> texts = exchange.parameters(ID);
    if (texts.isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "no query parameter 'id'; expected one or more, as in ?id=1&id=2");
    }
    IdType type = collection.schema().idType();
    return texts.stream().map(text -> id(text, type)).toList();
  }

  private static RecordId id(String text, IdType type) {
    if (type == IdType.STRING) {
      return RecordId.of(text);
    }
    try {
      return RecordId.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          "id '" + text + "'; expected a whole number from -2^63 to 2^63 - 1",
          e);
    }
  }

  private static Projection projection(Exchange exchange) {
    List<String> fields = exchange.parameters(FIELDS);
    if (fields.isEmpty()) {
      return Projection.ALL;
    }
    if (fields.size() > 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "more than one query parameter 'fields'; expected one, as in ?fields="
              + String.join(",", fields));
    }
    String text = fields.get(0);
    return switch (text) {
      case "all" -> Projection.ALL;
      case "id" -> Projection.ID_ONLY;
      case "attributes" -> Projection.ATTRIBUTES;
      default -> new Projection(Projection.Kind.NAMED, List.of(text.split(",", -1)));
    };
  }
}
