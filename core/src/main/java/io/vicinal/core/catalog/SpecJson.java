package io.vicinal.core.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchEffort.RecallTarget;
import io.vicinal.api.SparseField;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.core.io.FormatVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a collection was created from, as JSON on disk and in the log of the metadata.
 *
 * <p>Version 1 has no sparse fields, quantization, storage and recall targets; its readers pass
 * over what they do not know. So a specification with one of them is of version 2, and every other
 * one of version 1.
 */
public final class SpecJson {
  /** The versions read. */
  public static final FormatVersions VERSIONS = new FormatVersions(1, 2);

  private SpecJson() {}

  /** The oldest version that has every field of a specification. */
  public static int version(CollectionSpec spec) {
    boolean first =
        spec.schema().sparseFields().isEmpty()
            && spec.schema().vectorFields().stream().allMatch(SpecJson::isOfVersion1);
    return first ? VERSIONS.oldest() : VERSIONS.newest();
  }

  /** Adds the fields of a specification to a JSON object. */
  public static void write(CollectionSpec spec, ObjectNode json) {
    json.put("name", spec.name());
    json.put("shards", spec.shards());
    json.put("idType", spec.schema().idType().name());
    ArrayNode fields = json.putArray("vectorFields");
    for (VectorField field : spec.schema().vectorFields()) {
      ObjectNode node = fields.addObject();
      node.put("name", field.name());
      node.put("dimension", field.dimension());
      node.put("metric", field.metric().name());
      write(field.hnsw(), node.putObject("hnsw"));
      // Left out where it is the default: what was written before there was a choice reads so, too.
      if (!isAuto(field)) {
        node.put("quantization", field.quantization().scheme().name());
        node.put("oversampling", field.quantization().oversampling());
      }
      if (field.storage() != Storage.MEMORY) {
        node.put("storage", field.storage().name());
      }
      field.recallTarget().ifPresent(target -> node.put("recallTarget", target.recall()));
    }
    // A key of version 2 is there only where it is needed.
    if (!spec.schema().sparseFields().isEmpty()) {
      ArrayNode sparse = json.putArray("sparseFields");
      spec.schema().sparseFields().forEach(field -> sparse.addObject().put("name", field.name()));
    }
    ArrayNode attributes = json.putArray("attributes");
    for (Attribute attribute : spec.schema().attributes()) {
      ObjectNode node = attributes.addObject();
      node.put("name", attribute.name());
      if (attribute.type() instanceof ListType list) {
        node.put("listOf", list.element().name());
      } else {
        node.put("type", ((ScalarType) attribute.type()).name());
      }
    }
  }

  /**
   * The inverse of {@link #write}.
   *
   * @throws IllegalArgumentException when a name in the JSON is not one of ours
   */
  public static CollectionSpec read(JsonNode json) {
    List<VectorField> fields = new ArrayList<>();
    for (JsonNode node : json.path("vectorFields")) {
      fields.add(
          new VectorField(
              node.path("name").asText(),
              node.path("dimension").asInt(),
              Metric.valueOf(node.path("metric").asText()),
              readHnsw(node.path("hnsw")),
              readQuantization(node),
              node.has("storage") ? Storage.valueOf(node.path("storage").asText()) : Storage.MEMORY,
              node.has("recallTarget")
                  ? Optional.of(new RecallTarget(node.path("recallTarget").asDouble()))
                  : Optional.empty()));
    }
    List<SparseField> sparse = new ArrayList<>();
    for (JsonNode node : json.path("sparseFields")) {
      sparse.add(new SparseField(node.path("name").asText()));
    }
    List<Attribute> attributes = new ArrayList<>();
    for (JsonNode node : json.path("attributes")) {
      attributes.add(new Attribute(node.path("name").asText(), readType(node)));
    }
    return new CollectionSpec(
        json.path("name").asText(),
        new CollectionSchema(
            IdType.valueOf(json.path("idType").asText()), fields, sparse, attributes),
        json.path("shards").asInt());
  }

  private static boolean isOfVersion1(VectorField field) {
    return isAuto(field) && field.storage() == Storage.MEMORY && field.recallTarget().isEmpty();
  }

  private static boolean isAuto(VectorField field) {
    return field.quantization().equals(Quantization.AUTO);
  }

  private static void write(HnswParameters hnsw, ObjectNode json) {
    json.put("m", hnsw.m());
    json.put("efConstruction", hnsw.efConstruction());
    json.put("efSearch", hnsw.efSearch());
    json.put("maxM", hnsw.maxM());
    json.put("maxM0", hnsw.maxM0());
    json.put("levelMultiplier", hnsw.levelMultiplier());
  }

  private static HnswParameters readHnsw(JsonNode json) {
    return new HnswParameters(
        json.path("m").asInt(),
        json.path("efConstruction").asInt(),
        json.path("efSearch").asInt(),
        json.path("maxM").asInt(),
        json.path("maxM0").asInt(),
        json.path("levelMultiplier").asDouble());
  }

  private static Quantization readQuantization(JsonNode field) {
    return field.has("quantization")
        ? new Quantization(
            Quantization.Scheme.valueOf(field.path("quantization").asText()),
            field.path("oversampling").asDouble())
        : Quantization.AUTO;
  }

  private static AttributeType readType(JsonNode json) {
    return json.has("listOf")
        ? new ListType(ScalarType.valueOf(json.path("listOf").asText()))
        : ScalarType.valueOf(json.path("type").asText());
  }
}
