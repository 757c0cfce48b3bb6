package io.vicinal.cluster.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.VicinalException;
import io.vicinal.core.catalog.SpecJson;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The entries of the log of the metadata: which collections there are. Their part is a JSON object,
 * and they name what was resolved before: a collection to drop by its number, so that another of
 * the same name is never dropped in its place.
 */
public final class MetadataEntries {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MetadataEntries() {}

  /**
   * A collection to create.
   *
   * @param uuid chosen by whoever submits the entry
   * @param spec what it is created from
   */
  public record Creation(UUID uuid, CollectionSpec spec) {}

  /** An entry that creates a collection. */
  public static LogEntry create(Creation creation) {
    ObjectNode json = JSON.createObjectNode();
    json.put("uuid", creation.uuid().toString());
    SpecJson.write(creation.spec(), json.putObject("collection"));
    int version = SpecJson.version(creation.spec());
    return new LogEntry(version, EntryType.CREATE_COLLECTION, List.of(bytes(json)));
  }

  /** An entry that drops the collection of a number. */
  public static LogEntry drop(long collectionId) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", collectionId);
    return LogEntry.of(EntryType.DROP_COLLECTION, bytes(json));
  }

  /** What an entry of type {@link EntryType#CREATE_COLLECTION} creates. */
  public static Creation creation(LogEntry entry, String location) {
    JsonNode json = read(entry, location);
    try {
      return new Creation(
          UUID.fromString(json.path("uuid").asText()), SpecJson.read(json.path("collection")));
    } catch (IllegalArgumentException | VicinalException e) {
      throw new DamagedFileException(location, 0, "a collection to create", "" + e.getMessage());
    }
  }

  /** The number of the collection that an entry of type {@link EntryType#DROP_COLLECTION} drops. */
  public static long droppedId(LogEntry entry, String location) {
    JsonNode id = read(entry, location).path("id");
    if (!id.isIntegralNumber()) {
      throw new DamagedFileException(location, 0, "the number of a collection", id.toString());
    }
    return id.asLong();
  }

  private static JsonNode read(LogEntry entry, String location) {
    if (entry.parts().size() != 1) {
      throw new DamagedFileException(
          location, 0, "an entry of one part", entry.parts().size() + " parts");
    }
    ByteBuffer part = entry.parts().get(0).slice();
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new DamagedFileException(location, 0, "JSON", "" + e.getMessage());
    }
  }

  private static ByteBuffer bytes(ObjectNode json) {
    return ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
