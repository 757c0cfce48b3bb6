package io.vicinal.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vicinal.api.AttributeType;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.ExampleStrategy;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchMode;
import io.vicinal.api.Storage;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.FusedDocument.FusionName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How the api's value types look in documents: types and modes by name, projections as fields. */
final class ValueTypesModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  ValueTypesModule() {
    super("vicinal");
    named(Metric.class, TypeNames::ofConstant, name -> TypeNames.parse(Metric.class, name));
    named(Scheme.class, TypeNames::ofConstant, name -> TypeNames.parse(Scheme.class, name));
    named(Storage.class, TypeNames::ofConstant, name -> TypeNames.parse(Storage.class, name));
    named(IdType.class, TypeNames::ofConstant, name -> TypeNames.parse(IdType.class, name));
    named(SearchMode.class, TypeNames::ofConstant, name -> TypeNames.parse(SearchMode.class, name));
    named(
        ExampleStrategy.class,
        TypeNames::ofConstant,
        name -> TypeNames.parse(ExampleStrategy.class, name));
    named(FusionName.class, TypeNames::ofConstant, name -> TypeNames.parse(FusionName.class, name));
    named(AttributeType.class, TypeNames::of, TypeNames::attributeType);
    addSerializer(ScalarType.class, new NameSerializer<>(TypeNames::of));
    addSerializer(ListType.class, new NameSerializer<>(TypeNames::of));
    addSerializer(RecordId.class, new IdSerializer());
    addDeserializer(RecordId.class, new IdDeserializer());
    addSerializer(Projection.class, new ProjectionSerializer());
    addDeserializer(Projection.class, new ProjectionDeserializer());
  }

  private <T> void named(Class<T> type, Function<T, String> name, Function<String, T> parse) {
    addSerializer(type, new NameSerializer<>(name));
    addDeserializer(type, new NameDeserializer<>(parse));
  }

  private static VicinalException refused(
      JsonParser parser, DeserializationContext context, String expected) throws IOException {
    String found = RecordCodec.show(context.readTree(parser));
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, found + "; expected " + expected);
  }

  private static final class NameSerializer<T> extends JsonSerializer<T> {
    private final Function<T, String> name;

    NameSerializer(Function<T, String> name) {
      this.name = name;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(name.apply(value));
    }
  }

  private static final class NameDeserializer<T> extends JsonDeserializer<T> {
    private final Function<String, T> parse;

    NameDeserializer(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw refused(parser, context, "a name in quotes");
      }
      return parse.apply(parser.getText());
    }
  }

  private static final class IdSerializer extends JsonSerializer<RecordId> {
    @Override
    public void serialize(RecordId id, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (id instanceof RecordId.Int64 number) {
        out.writeNumber(number.value());
      } else {
        out.writeString(id.toString());
      }
    }
  }

  private static final class IdDeserializer extends JsonDeserializer<RecordId> {
    @Override
    public RecordId deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_STRING -> RecordId.of(parser.getText());
        case VALUE_NUMBER_INT -> {
          if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw refused(parser, context, "an id from -2^63 to 2^63 - 1");
          }
          yield RecordId.of(parser.getLongValue());
        }
        default -> throw refused(parser, context, "an id: a whole number or a string");
      };
    }
  }

  private static final class ProjectionSerializer extends JsonSerializer<Projection> {
    @Override
    public void serialize(Projection value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      switch (value.kind()) {
        case ID_ONLY -> out.writeString("id");
        case ATTRIBUTES -> out.writeString("attributes");
        case ALL -> out.writeString("all");
        case NAMED -> {
          String[] names = value.names().toArray(String[]::new);
          out.writeArray(names, 0, names.length);
        }
      }
    }
  }

  private static final class ProjectionDeserializer extends JsonDeserializer<Projection> {
    private static final String EXPECTED =
        "\"id\", \"attributes\", \"all\" or a list of field names";

    @Override
    public Projection deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        return new Projection(Projection.Kind.NAMED, names(parser, context));
      }
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw refused(parser, context, EXPECTED);
      }
      return switch (parser.getText()) {
        case "id" -> Projection.ID_ONLY;
        case "attributes" -> Projection.ATTRIBUTES;
        case "all" -> Projection.ALL;
        default -> throw refused(parser, context, EXPECTED);
      };
    }

    private static List<String> names(JsonParser parser, DeserializationContext context)
        throws IOException {
      List<String> names = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
          throw refused(parser, context, EXPECTED);
        }
        names.add(parser.getText());
      }
      return names;
    }
  }
}
