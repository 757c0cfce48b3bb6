package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VicinalException;

/**
 * A sparse vector as a document: {@code {"indices": [7, 30], "values": [0.5, 1.25]}}.
 *
 * @param indices of the components, each once, in any order
 * @param values the components, each rounded to the nearest float32
 */
public record SparseDocument(JsonNode indices, JsonNode values) {
  /** Refuses a document that lacks one of the two. */
  public SparseDocument {
    indices = Required.present(indices, "indices");
    values = Required.present(values, "values");
  }

  /** The document of a vector. */
  public static SparseDocument of(SparseVector vector) {
    ArrayNode indices = JsonNodeFactory.instance.arrayNode(vector.size());
    ArrayNode values = JsonNodeFactory.instance.arrayNode(vector.size());
    for (int i = 0; i < vector.size(); i++) {
      indices.add(vector.index(i));
      values.add(vector.value(i));
    }
    return new SparseDocument(indices, values);
  }

  /**
   * The vector.
   *
   * @param owner what the vector belongs to, for the message
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}
   */
  public SparseVector toVector(String owner) {
    DenseVector components = RecordCodec.decodeVector(values, owner + ", values");
    if (!indices.isArray()) {
      throw invalid(
          owner + ", indices: " + RecordCodec.show(indices) + "; expected an array of numbers");
    }
    int[] numbers = new int[indices.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode index = indices.get(i);
      if (!index.isIntegralNumber() || !index.canConvertToInt()) {
        throw invalid(
            owner
                + ", indices: element "
                + i
                + " is "
                + RecordCodec.show(index)
                + "; expected a whole number from 0 to "
                + SparseVector.MAX_INDEX);
      }
      numbers[i] = index.intValue();
    }
    try {
      return SparseVector.of(numbers, components.toArray());
    } catch (VicinalException e) {
      throw new VicinalException(e.code(), owner + ": " + e.getMessage(), e);
    }
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_VECTOR, message);
  }
}
