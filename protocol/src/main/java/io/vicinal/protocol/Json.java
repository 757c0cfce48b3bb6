package io.vicinal.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one Jackson configuration: strict where a typing mistake could hide. Unknown and repeated
 * keys, trailing text, numbers in quotes, strings without them and nulls for numbers are refused;
 * whole numbers are read exactly. Thread safe.
 */
public final class Json {
  /** The deepest nesting of a document. */
  public static final int MAX_DEPTH = 64;

  /** Where a parser's message repeats the place, and a source that it does not show. */
  private static final Pattern SOURCE = Pattern.compile(" \\(start marker at [^)]*\\)[^)]*\\)");

  /** Where a parser's message advises to enable one of its features. */
  private static final Pattern ADVICE =
      Pattern.compile(": enable `[^`]*` to allow| \\(not recognized as one since [^)]*\\)");

  /** What a parser says of NaN and the infinities. */
  private static final Pattern NO_NUMBER = Pattern.compile("Non-standard token '([^']*)'");

  /** What there is to say of a number that even a BigDecimal cannot hold. */
  private static final String OUT_OF_RANGE = "a number whose exponent is out of range";

  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  /**
   * Reads a document.
   *
   * @param what names the document in messages, as in "collection" or "ticket"
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, naming the place and the key
   */
  public static <T> T read(byte[] json, Class<T> type, String what) {
    try {
      return present(parse(json, type), what);
    } catch (IOException e) {
      throw refusal(what, e, () -> parse(json, JsonNode.class), type);
    }
  }

  /** As {@link #read(byte[], Class, String)}. */
  public static <T> T read(String json, Class<T> type, String what) {
    return read(json.getBytes(StandardCharsets.UTF_8), type, what);
  }

  /** As {@link #read(byte[], Class, String)}, from a tree. */
  public static <T> T read(JsonNode json, Class<T> type, String what) {
    try {
      return present(MAPPER.treeToValue(json, type), what);
    } catch (IOException e) {
      throw refusal(what, e, () -> json, type);
    }
  }

  /** Reads any JSON value; see {@link #read(byte[], Class, String)}. */
  public static JsonNode readTree(byte[] json, String what) {
    return read(json, JsonNode.class, what);
  }

  /** The JSON value that a text holds, if it holds one that is read here and can be written. */
  static Optional<JsonNode> tree(String text) {
    try {
      JsonNode tree = parse(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      // Only an escape can hide half a surrogate pair, which UTF-8 does not have.
      return !text.contains("\\u") || ScalarType.JSON.accepts(tree.toString())
          ? Optional.of(tree)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A document in JSON, in UTF-8. Keys without a value are left out. */
  public static byte[] write(Object document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new VicinalException(ErrorCode.INTERNAL, "cannot write " + document + " as JSON", e);
    }
  }

  /** A document in JSON; see {@link #write}. */
  public static String writeString(Object document) {
    return new String(write(document), StandardCharsets.UTF_8);
  }

  /** A document as a tree; see {@link #write}. */
  public static JsonNode writeTree(Object document) {
    return MAPPER.valueToTree(document);
  }

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                strings ->
                    strings
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .addModule(new ValueTypesModule())
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return mapper;
  }

  private static <T> T parse(byte[] json, Class<T> type) throws IOException {
    try {
      return MAPPER.readValue(json, type);
    } catch (NumberFormatException e) {
      // Jackson lets it pass where a document is a number alone.
      throw new JsonMappingException(null, OUT_OF_RANGE, e);
    }
  }

  private static <T> T present(T value, String what) {
    if (value == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, what + ": null; expected a JSON object");
    }
    return value;
  }

  /** Reads what was refused once more, as a tree. */
  private interface Reread {
    JsonNode tree() throws IOException;
  }

  private static VicinalException refusal(
      String what, IOException cause, Reread reread, Class<?> type) {
    String place = prefix(what, cause);
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof JsonParseException malformed) {
        return new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            prefix(what, path(malformed)) + explainMalformed(malformed),
            cause);
      }
      if (inner instanceof StreamConstraintsException exceeded) {
        return new VicinalException(
            ErrorCode.INVALID_ARGUMENT, place + ParserLimits.explain(exceeded), cause);
      }
      if (inner instanceof NumberFormatException) {
        return new VicinalException(ErrorCode.INVALID_ARGUMENT, place + OUT_OF_RANGE, cause);
      }
      if (inner instanceof VicinalException refused) {
        return unknownKey(what, cause, reread, type)
            .orElseGet(
                () -> new VicinalException(refused.code(), place + refused.getMessage(), cause));
      }
    }
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, place + explain(cause, reread), cause);
  }

  private static Optional<VicinalException> unknownKey(
      String what, IOException cause, Reread reread, Class<?> type) {
    try {
      return UnknownKeys.find(reread.tree(), type)
          .map(
              found ->
                  new VicinalException(ErrorCode.INVALID_ARGUMENT, what + ": " + found, cause));
    } catch (IOException e) {
      // Malformed behind the place that was refused: the first error is the one to tell.
      cause.addSuppressed(e);
      return Optional.empty();
    }
  }

  private static String prefix(String what, IOException cause) {
    return prefix(what, cause instanceof JsonMappingException mapping ? path(mapping) : "");
  }

  private static String prefix(String what, String path) {
    return what + (path.isEmpty() ? "" : ", at " + path) + ": ";
  }

  /** Where a value is that does not fit, as in {@code records[0].id}. */
  private static String path(JsonMappingException mapping) {
    return mapping.getPath().stream()
        .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
        .collect(Collectors.collectingAndThen(Collectors.joining(), Json::withoutFirstDot));
  }

  /** Where the parser was; it looks further into a document than the mapping does. */
  private static String path(JsonParseException malformed) {
    StringBuilder path = new StringBuilder();
    JsonParser parser = malformed.getProcessor();
    JsonStreamContext at = parser == null ? null : parser.getParsingContext();
    for (; at != null && !at.inRoot(); at = at.getParent()) {
      if (at.inArray()) {
        path.insert(0, "[" + at.getCurrentIndex() + "]");
      } else if (at.getCurrentName() != null) {
        path.insert(0, "." + at.getCurrentName());
      }
    }
    return withoutFirstDot(path.toString());
  }

  private static String withoutFirstDot(String path) {
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private static String message(JsonProcessingException thrown) {
    return String.valueOf(thrown.getOriginalMessage());
  }

  private static String explainMalformed(JsonParseException malformed) {
    JsonLocation location = malformed.getLocation();
    String place =
        location == null
            ? ""
            : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    return "malformed JSON" + place + ": " + withoutAdvice(message(malformed));
  }

  /** What is wrong, without what somebody who programs the parser could do about it. */
  private static String withoutAdvice(String message) {
    String plain = ADVICE.matcher(SOURCE.matcher(message).replaceAll("")).replaceAll("");
    return NO_NUMBER.matcher(plain).replaceAll("'$1' is no number in JSON; expected a finite one");
  }

  private static String explain(IOException cause, Reread reread) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      List<String> keys = unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
      return UnknownKeys.explain(unknown.getPropertyName(), keys);
    }
    if (cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return found(mismatch, reread) + "; expected " + expected(mismatch.getTargetType());
    }
    if (cause instanceof JsonMappingException mapping
        && cause.getCause() instanceof InputCoercionException wide) {
      return found(mapping, reread) + "; expected " + range(wide.getTargetType());
    }
    if (cause instanceof JsonProcessingException json) {
      return message(json);
    }
    return String.valueOf(cause.getMessage());
  }

  /** The value that does not fit. */
  private static String found(JsonMappingException mismatch, Reread reread) {
    try {
      JsonNode node = reread.tree();
      for (JsonMappingException.Reference at : mismatch.getPath()) {
        node = at.getFieldName() == null ? node.path(at.getIndex()) : node.path(at.getFieldName());
      }
      return RecordCodec.show(node);
    } catch (IOException e) {
      // Malformed behind the place that does not fit: the first error is the one to tell.
      mismatch.addSuppressed(e);
      return "another value";
    }
  }

  /** Of a whole number that is too large for its type, or too small. */
  private static String range(Class<?> type) {
    return expected(type)
        + (type == int.class ? " from -2^31 to 2^31 - 1" : " from -2^63 to 2^63 - 1");
  }

  private static String expected(Class<?> type) {
    if (type.isRecord() || Map.class.isAssignableFrom(type)) {
      return "a JSON object";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "an array";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class) {
      return "a number";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    return "a value of type " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
