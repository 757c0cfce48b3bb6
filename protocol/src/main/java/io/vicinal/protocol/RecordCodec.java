package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records of one schema as JSON: {@code {"id": 1, "vectors": {"embedding": [0.1, 0.2]},
 * "attributes": {"title": "…"}}}. A sparse vector, among the others, is a {@link SparseDocument}.
 * Attributes look as {@link ScalarJson} says; null and absent are the same. Immutable.
 */
public final class RecordCodec {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> KEYS = List.of("id", "vectors", "attributes");

  private final CollectionSchema schema;

  /** The codec of a schema. */
  public RecordCodec(CollectionSchema schema) {
    this.schema = schema;
  }

  /** A record as JSON; {@code vectors} and {@code attributes} are left out where empty. */
  public ObjectNode encode(VectorRecord record) {
    ObjectNode json = NODES.objectNode();
    json.set("id", encodeId(record.id()));
    if (!record.vectors().isEmpty() || !record.sparseVectors().isEmpty()) {
      ObjectNode vectors = json.putObject("vectors");
      for (VectorField field : schema.vectorFields()) {
        DenseVector vector = record.vectors().get(field.name());
        if (vector != null) {
          vectors.set(field.name(), encodeVector(vector));
        }
      }
      for (SparseField field : schema.sparseFields()) {
        SparseVector vector = record.sparseVectors().get(field.name());
        if (vector != null) {
          vectors.set(field.name(), Json.writeTree(SparseDocument.of(vector)));
        }
      }
    }
    if (!record.attributes().isEmpty()) {
      ObjectNode attributes = json.putObject("attributes");
      for (Attribute attribute : schema.attributes()) {
        Object value = record.attributes().get(attribute.name());
        if (value != null) {
          attributes.set(attribute.name(), encode(attribute.type(), value));
        }
      }
    }
    return json;
  }

  /**
   * A record from JSON. Whether it is complete is left to {@link CollectionSchema#check}.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}, {@link ErrorCode#INVALID_VECTOR} or
   *     {@link ErrorCode#UNKNOWN_FIELD}, naming the record and the field
   */
  public VectorRecord decode(JsonNode json) {
    requireObject(json, "a record", "with the keys " + KEYS);
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw invalid(UnknownKeys.explain(key, KEYS) + ", in a record");
              }
            });
    RecordId id = decodeId(json.path("id"));
    String owner = "record " + id;
    Map<String, DenseVector> vectors = new LinkedHashMap<>();
    Map<String, SparseVector> sparse = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : properties(json, "vectors", owner)) {
      if (schema.findSparseField(entry.getKey()).isPresent()) {
        if (!entry.getValue().isNull()) {
          sparse.put(entry.getKey(), decodeSparse(entry.getKey(), entry.getValue(), owner));
        }
        continue;
      }
      String name = schema.vectorField(entry.getKey()).name();
      vectors.put(name, decodeVector(entry.getValue(), owner + ", vector field '" + name + "'"));
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : properties(json, "attributes", owner)) {
      Attribute attribute = schema.attribute(entry.getKey());
      if (!entry.getValue().isNull()) {
        attributes.put(attribute.name(), decodeAttribute(attribute, entry.getValue(), owner));
      }
    }
    return new VectorRecord(id, vectors, sparse, attributes);
  }

  private static SparseVector decodeSparse(String field, JsonNode json, String owner) {
    String place = owner + ", sparse vector field '" + field + "'";
    if (!json.isObject()) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          place + ": " + show(json) + "; expected an object with the keys indices and values");
    }
    return Json.read(json, SparseDocument.class, place).toVector(place);
  }

  /** An id as JSON. */
  public static JsonNode encodeId(RecordId id) {
    return id instanceof RecordId.Int64 number
        ? NODES.numberNode(number.value())
        : NODES.textNode(id.toString());
  }

  /**
   * An id of the schema's type.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}
   */
  public RecordId decodeId(JsonNode json) {
    if (schema.idType() == IdType.INT64 && json.isIntegralNumber() && json.canConvertToLong()) {
      return RecordId.of(json.longValue());
    }
    if (schema.idType() == IdType.STRING && json.isTextual()) {
      return RecordId.of(json.textValue());
    }
    String expected =
        schema.idType() == IdType.INT64 ? "a whole number from -2^63 to 2^63 - 1" : "a string";
    throw invalid("id " + show(json) + "; expected " + expected);
  }

  /** A vector as a JSON array of numbers. */
  public static ArrayNode encodeVector(DenseVector vector) {
    ArrayNode json = NODES.arrayNode(vector.dimension());
    for (int i = 0; i < vector.dimension(); i++) {
      json.add(vector.component(i));
    }
    return json;
  }

  /**
   * A vector from a JSON array of numbers, each rounded to the nearest float32.
   *
   * @param owner what the vector belongs to, for the message
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}
   */
  public static DenseVector decodeVector(JsonNode json, String owner) {
    if (!json.isArray()) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR, owner + ": " + show(json) + "; expected an array of numbers");
    }
    float[] components = new float[json.size()];
    for (int i = 0; i < components.length; i++) {
      JsonNode component = json.get(i);
      if (!component.isNumber()) {
        throw new VicinalException(
            ErrorCode.INVALID_VECTOR,
            owner + ": component " + i + " is " + show(component) + "; expected a number");
      }
      components[i] = component.floatValue();
      if (Float.isInfinite(components[i])) {
        // No number in JSON is infinite: rounding made it so.
        throw new VicinalException(
            ErrorCode.INVALID_VECTOR,
            owner
                + ": component "
                + i
                + " is "
                + show(component)
                + ", which is outside of float32; expected a number from -3.4e38 to 3.4e38");
      }
    }
    return DenseVector.of(components);
  }

  /** The value of that attribute as JSON; null if there is none. */
  JsonNode encodeValue(String attribute, Optional<Object> value) {
    AttributeType type = schema.attribute(attribute).type();
    return value.map(each -> encode(type, each)).orElseGet(NODES::nullNode);
  }

  /** A value of an attribute as JSON. */
  public static JsonNode encode(AttributeType type, Object value) {
    if (type instanceof ListType list) {
      ArrayNode json = NODES.arrayNode();
      for (Object element : (List<?>) value) {
        json.add(ScalarJson.encode(list.element(), element));
      }
      return json;
    }
    return ScalarJson.encode((ScalarType) type, value);
  }

  private static Object decodeAttribute(Attribute attribute, JsonNode json, String owner) {
    String place = owner + ", attribute '" + attribute.name() + "'";
    if (attribute.type() instanceof ListType list) {
      if (!json.isArray()) {
        throw invalid(place + ": " + show(json) + "; expected an array");
      }
      List<Object> elements = new ArrayList<>(json.size());
      for (int i = 0; i < json.size(); i++) {
        elements.add(ScalarJson.decode(list.element(), json.get(i), place + ", element " + i));
      }
      return List.copyOf(elements);
    }
    return ScalarJson.decode((ScalarType) attribute.type(), json, place);
  }

  private static Iterable<Map.Entry<String, JsonNode>> properties(
      JsonNode json, String key, String owner) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    requireObject(value, owner + ", key '" + key + "'", "of fields by name");
    return value.properties();
  }

  private static void requireObject(JsonNode json, String what, String detail) {
    if (!json.isObject()) {
      throw invalid(what + " is " + show(json) + "; expected an object " + detail);
    }
  }

  static String show(JsonNode json) {
    if (json.isMissingNode()) {
      return "missing";
    }
    String text = json.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_RECORD, message);
  }
}
