package io.vicinal.core.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An object of a JSON document on disk. A field that is missing, or not of the kind that is asked
 * for, is damage: our writers leave none out. Fields that are not asked for are left alone, as a
 * later release may add some. Immutable.
 */
public final class StoredJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode node;
  private final String location;
  private final String place;

  private StoredJson(JsonNode node, String location, String place) {
    this.node = node;
    this.location = location;
    this.place = place;
    require(node.isObject(), place, "an object", node);
  }

  /**
   * Parses a document.
   *
   * @param location the file, for messages
   * @throws DamagedFileException when it is no JSON object
   */
  public static StoredJson parse(String text, String location) {
    try {
      return new StoredJson(JSON.readTree(text), location, "the document");
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(location, 0, "a JSON document", e.getOriginalMessage());
    }
  }

  /** A document that was parsed. */
  public static StoredJson of(JsonNode document, String location) {
    return new StoredJson(document, location, "the document");
  }

  /** The object itself, for readers of its fields by other rules. */
  public JsonNode node() {
    return node;
  }

  /**
   * Refuses a document of a version that is not supported, by its field {@code formatVersion}.
   *
   * @throws UnsupportedFormatException saying which versions are
   */
  public void requireVersion(FormatVersions versions) {
    int version = integer("formatVersion");
    if (!versions.contains(version)) {
      throw new UnsupportedFormatException(location, 0, version, versions);
    }
  }

  /** An int32. */
  public int integer(String field) {
    JsonNode value = node.path(field);
    require(value.isIntegralNumber() && value.canConvertToInt(), field, "an int32", value);
    return value.intValue();
  }

  /** An int64. */
  public long number(String field) {
    JsonNode value = node.path(field);
    require(value.isIntegralNumber() && value.canConvertToLong(), field, "an int64", value);
    return value.longValue();
  }

  /** An int64, or the other number where an earlier release wrote no such field. */
  public long numberOr(String field, long otherwise) {
    return node.has(field) ? number(field) : otherwise;
  }

  /** A number, with or without a fraction. */
  public double decimal(String field) {
    JsonNode value = node.path(field);
    require(value.isNumber(), field, "a number", value);
    return value.doubleValue();
  }

  /** The elements of an array of numbers. */
  public List<Double> decimals(String field) {
    JsonNode value = node.path(field);
    require(value.isArray(), field, "an array", value);
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : value) {
      require(element.isNumber(), "element of " + field, "a number", element);
      numbers.add(element.doubleValue());
    }
    return numbers;
  }

  /** A string. */
  public String text(String field) {
    JsonNode value = node.path(field);
    require(value.isTextual(), field, "a string", value);
    return value.textValue();
  }

  /** A UUID in its usual form. */
  public UUID uuid(String field) {
    String text = text(field);
    try {
      UUID uuid = UUID.fromString(text);
      require(uuid.toString().equals(text), field, "a UUID", node.path(field));
      return uuid;
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(location, 0, field + " of " + place + " a UUID", text);
    }
  }

  /** Length and checksum of a file, as the fields {@code length} and {@code crc32c}. */
  public FileChecksum checksum() {
    String hex = text("crc32c");
    require(hex.matches("[0-9a-f]{8}"), "crc32c", "eight hexadecimal digits", node.path("crc32c"));
    return FileChecksum.ofHex(number("length"), hex);
  }

  /** An object. */
  public StoredJson object(String field) {
    return new StoredJson(node.path(field), location, field + " of " + place);
  }

  /** An object, if there is one. */
  public Optional<StoredJson> findObject(String field) {
    return node.has(field) ? Optional.of(object(field)) : Optional.empty();
  }

  /** The fields of an object of objects, by their names. */
  public Map<String, StoredJson> objects(String field) {
    Map<String, StoredJson> objects = new TreeMap<>();
    StoredJson parent = object(field);
    parent.node.fieldNames().forEachRemaining(name -> objects.put(name, parent.object(name)));
    return objects;
  }

  /** The elements of an array of objects. */
  public List<StoredJson> list(String field) {
    JsonNode value = node.path(field);
    require(value.isArray(), field, "an array", value);
    List<StoredJson> list = new ArrayList<>();
    for (JsonNode element : value) {
      list.add(new StoredJson(element, location, field + " of " + place));
    }
    return list;
  }

  /** Damage that a reader of the object finds. */
  public DamagedFileException damaged(String expected, String found) {
    return new DamagedFileException(location, 0, place + ": " + expected, found);
  }

  private void require(boolean legal, String field, String expected, JsonNode found) {
    if (!legal) {
      throw new DamagedFileException(
          location,
          0,
          field + " of " + place + " to be " + expected,
          found.isMissingNode() ? "nothing" : found.toString());
    }
  }
}
