package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.Example;
import io.vicinal.api.ExampleStrategy;
import io.vicinal.api.Examples;
import io.vicinal.api.RecordId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for, by examples: {@code {"positive": [7, [0.1, 0.2]], "negative": [8]}}. Each is
 * the id of a record or a vector.
 *
 * @param positive what is wanted, one or more
 * @param negative what is not; nothing if absent
 * @param strategy how they describe what is looked for; by their average if absent
 */
public record ExamplesDocument(
    List<JsonNode> positive,
    @Nullable List<JsonNode> negative,
    @Nullable ExampleStrategy strategy) {
  /** Refuses a document without positive examples. */
  public ExamplesDocument {
    positive = Required.elements(positive, "positive");
    negative = negative == null ? null : Required.elements(negative, "negative");
  }

  /** The document of examples. */
  public static ExamplesDocument of(Examples examples) {
    return new ExamplesDocument(
        encode(examples.positives()), encode(examples.negatives()), examples.strategy());
  }

  /**
   * The examples; whether their vectors fit a field is checked by the search.
   *
   * @throws io.vicinal.api.VicinalException if one is no id of the schema's type and no vector
   */
  public Examples toExamples(CollectionSchema schema) {
    RecordCodec codec = new RecordCodec(schema);
    return new Examples(
        decode(positive, "positive", codec),
        negative == null ? List.of() : decode(negative, "negative", codec),
        strategy == null ? ExampleStrategy.AVERAGE : strategy);
  }

  private static List<JsonNode> encode(List<Example> examples) {
    List<JsonNode> nodes = new ArrayList<>();
    for (Example example : examples) {
      nodes.add(
          example instanceof DenseVector vector
              ? RecordCodec.encodeVector(vector)
              : RecordCodec.encodeId((RecordId) example));
    }
    return nodes;
  }

  private static List<Example> decode(List<JsonNode> nodes, String kind, RecordCodec codec) {
    List<Example> examples = new ArrayList<>();
    for (JsonNode node : nodes) {
      String owner = kind + " example " + examples.size();
      examples.add(node.isArray() ? RecordCodec.decodeVector(node, owner) : codec.decodeId(node));
    }
    return examples;
  }
}
