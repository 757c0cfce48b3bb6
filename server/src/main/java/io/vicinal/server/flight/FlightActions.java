package io.vicinal.server.flight;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.Actions;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.CollectionList;
import io.vicinal.protocol.CollectionReference;
import io.vicinal.protocol.Json;
import java.util.List;
import org.apache.arrow.flight.ActionType;

/** Administration over Flight: {@link Actions}. */
final class FlightActions {
  private static final List<ActionType> TYPES =
      List.of(
          new ActionType(Actions.CREATE_COLLECTION, "Creates an empty collection."),
          new ActionType(Actions.DROP_COLLECTION, "Removes a collection and its records."),
          new ActionType(Actions.LIST_COLLECTIONS, "Names the collections."),
          new ActionType(Actions.DESCRIBE_COLLECTION, "Shows schema and counts of a collection."),
          new ActionType(Actions.FLUSH, "Seals what a collection has in memory."));

  private final VectorDatabase database;

  FlightActions(VectorDatabase database) {
    this.database = database;
  }

  static List<ActionType> types() {
    return TYPES;
  }

  /** The answer of an action, a document. */
  Object run(String type, byte[] body) {
    return switch (type) {
      case Actions.CREATE_COLLECTION -> {
        CollectionSpec spec = Json.read(body, CollectionDocument.class, "collection").toSpec();
        yield describe(database.createCollection(spec));
      }
      case Actions.DROP_COLLECTION -> {
        CollectionReference reference = reference(body);
        database.dropCollection(reference.collection());
        yield reference;
      }
      case Actions.LIST_COLLECTIONS -> new CollectionList(database.collectionNames());
      case Actions.DESCRIBE_COLLECTION ->
          describe(database.collection(reference(body).collection()));
      case Actions.FLUSH -> {
        CollectionReference reference = reference(body);
        database.collection(reference.collection()).flush();
        yield reference;
      }
      default ->
          throw new VicinalException(
              ErrorCode.INVALID_ARGUMENT,
              "action '"
                  + type
                  + "'; expected one of "
                  + TYPES.stream().map(ActionType::getType).toList());
    };
  }

  private static CollectionDescription describe(VectorCollection collection) {
    return new CollectionDescription(
        CollectionDocument.of(collection.spec()), collection.statistics());
  }

  private static CollectionReference reference(byte[] body) {
    return Json.read(body, CollectionReference.class, "body");
  }
}
