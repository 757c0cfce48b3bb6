package io.vicinal.spark;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.ScalarType;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.CollectionDocument.HnswDocument;
import io.vicinal.protocol.CollectionDocument.VectorDocument;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Collections as Spark declares tables: columns, and properties for what SQL has no words for.
 *
 * <pre>
 * shards                          number of shards, 1 if absent
 * vector.COLUMN.dimension         makes an ARRAY&lt;FLOAT&gt; column a vector field
 * vector.COLUMN.metric            cosine, euclidean, dot or manhattan; cosine if absent
 * vector.COLUMN.hnsw.PARAMETER    m, ef-construction, ef-search, max-m, max-m0, level-multiplier
 * vector.COLUMN.quantization      none, auto, sq8, sq7, sq4 or rabitq; auto if absent
 * vector.COLUMN.oversampling      candidates compared by their vectors, in multiples of k
 * vector.COLUMN.storage           memory or mapped; memory if absent
 * vector.COLUMN.recall-target     share of the neighbours to find, in place of ef-search
 * attribute.COLUMN.type           json, for a STRING column that holds JSON
 * </pre>
 */
final class TableProperties {
  static final String SHARDS = "shards";
  static final String JSON = "json";

  /** What Spark sets itself, or what changes nothing here. */
  private static final Set<String> IGNORED =
      Set.of(
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_COMMENT,
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_TABLE_TYPE,
          TableCatalog.PROP_IS_MANAGED_LOCATION);

  private final Map<String, String> unread;

  private TableProperties(Map<String, String> properties) {
    this.unread = new TreeMap<>(properties);
    unread.keySet().removeIf(key -> IGNORED.contains(key) || isOption(key));
  }

  /**
   * The collection that a table declares, with the defaults that a document of the wire has.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} naming the column or property
   */
  static CollectionSpec toSpec(String name, StructType columns, Map<String, String> properties) {
    TableProperties reading = new TableProperties(properties);
    CollectionDocument document = reading.readDocument(name, columns);
    reading.refuseUnread(columns);
    return document.toSpec();
  }

  /** The properties of a collection, with every default spelled out. */
  static Map<String, String> of(CollectionSpec spec) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(SHARDS, Integer.toString(spec.shards()));
    for (VectorField field : spec.schema().vectorFields()) {
      properties.put(dimension(field.name()), Integer.toString(field.dimension()));
      properties.put(metric(field.name()), name(field.metric()));
      properties.put(quantization(field.name()), name(field.quantization().scheme()));
      properties.put(
          oversampling(field.name()), Double.toString(field.quantization().oversampling()));
      properties.put(storage(field.name()), name(field.storage()));
      field
          .recallTarget()
          .ifPresent(
              target ->
                  properties.put(recallTarget(field.name()), Double.toString(target.recall())));
      Hnsw.of(field.hnsw()).forEach((key, value) -> properties.put(hnsw(field.name(), key), value));
    }
    for (Attribute attribute : spec.schema().attributes()) {
      if (attribute.type() == ScalarType.JSON) {
        properties.put(type(attribute.name()), JSON);
      } else if (attribute.type() instanceof ListType list && list.element() == ScalarType.JSON) {
        properties.put(type(attribute.name()), JSON);
      }
    }
    return properties;
  }

  /** A metric as properties and messages name it. */
  static String name(Metric metric) {
    return name((Enum<?>) metric);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private CollectionDocument readDocument(String name, StructType columns) {
    IdType idType = null;
    Map<String, VectorDocument> vectors = new LinkedHashMap<>();
    Map<String, AttributeType> attributes = new LinkedHashMap<>();
    for (StructField column : columns.fields()) {
      Optional<String> dimension = take(dimension(column.name()));
      if (column.name().equals(CollectionSchema.ID)) {
        idType = idType(column);
      } else if (dimension.isPresent()) {
        int components = integer(dimension(column.name()), dimension.get());
        vectors.put(column.name(), vector(column, components));
      } else {
        attributes.put(column.name(), attributeType(column));
      }
    }
    if (idType == null) {
      throw invalid(
          "a table without column 'id'; expected the key as 'id BIGINT NOT NULL' or 'id STRING"
              + " NOT NULL'");
    }
    if (vectors.isEmpty()) {
      throw invalid(
          "a table without a vector field; expected a column of type ARRAY<FLOAT> and, for a"
              + " column named 'v', TBLPROPERTIES ('vector.v.dimension' = '384')");
    }
    Integer shards = take(SHARDS).map(text -> integer(SHARDS, text)).orElse(null);
    return new CollectionDocument(name, shards, idType, vectors, null, attributes);
  }

  private static IdType idType(StructField column) {
    for (IdType type : IdType.values()) {
      if (column.dataType().equals(SparkTypes.id(type))) {
        return type;
      }
    }
    throw invalid(
        "column 'id' has type " + column.dataType().sql() + "; expected BIGINT or STRING");
  }

  private VectorDocument vector(StructField column, int dimension) {
    String name = column.name();
    DataType type = column.dataType();
    if (!type.sameType(SparkTypes.VECTOR)) {
      throw invalid(
          "vector column '" + name + "' has type " + type.sql() + "; expected ARRAY<FLOAT>");
    }
    Metric metric =
        take(metric(name))
            .map(text -> constant(metric(name), text, Metric.values()))
            .orElse(Metric.COSINE);
    return new VectorDocument(
        dimension,
        metric,
        readHnsw(name),
        take(quantization(name))
            .map(text -> constant(quantization(name), text, Scheme.values()))
            .orElse(null),
        take(oversampling(name)).map(text -> decimal(oversampling(name), text)).orElse(null),
        take(storage(name))
            .map(text -> constant(storage(name), text, Storage.values()))
            .orElse(null),
        take(recallTarget(name)).map(text -> decimal(recallTarget(name), text)).orElse(null));
  }

  private static <E extends Enum<E>> E constant(String property, String text, E[] constants) {
    return Arrays.stream(constants)
        .filter(constant -> name(constant).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    "property '"
                        + property
                        + "' is '"
                        + text
                        + "'; expected one of "
                        + Arrays.stream(constants).map(TableProperties::name).toList()));
  }

  private HnswDocument readHnsw(String column) {
    return new HnswDocument(
        take(column, Hnsw.M, TableProperties::integer),
        take(column, Hnsw.EF_CONSTRUCTION, TableProperties::integer),
        take(column, Hnsw.EF_SEARCH, TableProperties::integer),
        take(column, Hnsw.MAX_M, TableProperties::integer),
        take(column, Hnsw.MAX_M0, TableProperties::integer),
        take(column, Hnsw.LEVEL_MULTIPLIER, TableProperties::decimal));
  }

  private <T> @Nullable T take(String column, String parameter, Reading<T> reading) {
    String key = hnsw(column, parameter);
    return take(key).map(text -> reading.read(key, text)).orElse(null);
  }

  private AttributeType attributeType(StructField column) {
    String name = column.name();
    Optional<String> named = take(type(name));
    DataType type = column.dataType();
    if (named.isPresent()) {
      if (named.get().equalsIgnoreCase(JSON) && type.equals(DataTypes.StringType)) {
        return ScalarType.JSON;
      }
      if (named.get().equalsIgnoreCase(JSON)
          && type.sameType(DataTypes.createArrayType(DataTypes.StringType))) {
        return new ListType(ScalarType.JSON);
      }
      throw invalid(
          "property '"
              + type(name)
              + "' is '"
              + named.get()
              + "' for a column of type "
              + type.sql()
              + "; expected 'json' for a STRING or ARRAY<STRING> column, or no such property");
    }
    return SparkTypes.toAttribute(type)
        .orElseThrow(
            () ->
                invalid(
                    "column '"
                        + name
                        + "' has type "
                        + type.sql()
                        + "; expected BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, STRING, DATE, TIMESTAMP,"
                        + " BINARY or an ARRAY of one of them"));
  }

  private void refuseUnread(StructType columns) {
    if (!unread.isEmpty()) {
      throw invalid(
          "property '"
              + unread.keySet().iterator().next()
              + "' fits no column of "
              + Arrays.asList(columns.fieldNames())
              + " and no setting; expected 'shards', 'vector.COLUMN.dimension',"
              + " 'vector.COLUMN.metric', 'vector.COLUMN.hnsw.PARAMETER' with one of "
              + new TreeSet<>(Hnsw.of(HnswParameters.DEFAULT).keySet())
              + ", 'vector.COLUMN.quantization', 'vector.COLUMN.oversampling'"
              + ", 'vector.COLUMN.storage', 'vector.COLUMN.recall-target'"
              + ", or 'attribute.COLUMN.type'");
    }
  }

  private Optional<String> take(String key) {
    return Optional.ofNullable(unread.remove(key));
  }

  private static boolean isOption(String key) {
    return key.startsWith(TableCatalog.OPTION_PREFIX);
  }

  private static int integer(String key, String text) {
    return number(key, text, "a whole number", Integer::valueOf);
  }

  private static double decimal(String key, String text) {
    return number(key, text, "a number", Double::valueOf);
  }

  private static <T> T number(String key, String text, String what, Function<String, T> parse) {
    try {
      return parse.apply(text.trim());
    } catch (NumberFormatException e) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "property '" + key + "' is '" + text + "'; expected " + what,
          e);
    }
  }

  private static String dimension(String column) {
    return "vector." + column + ".dimension";
  }

  private static String metric(String column) {
    return "vector." + column + ".metric";
  }

  private static String hnsw(String column, String parameter) {
    return "vector." + column + ".hnsw." + parameter;
  }

  private static String quantization(String column) {
    return "vector." + column + ".quantization";
  }

  private static String recallTarget(String column) {
    return "vector." + column + ".recall-target";
  }

  private static String oversampling(String column) {
    return "vector." + column + ".oversampling";
  }

  private static String storage(String column) {
    return "vector." + column + ".storage";
  }

  private static String type(String column) {
    return "attribute." + column + ".type";
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }

  /** Reads the text of a property. */
  private interface Reading<T> {
    T read(String key, String text);
  }

  /** The names of the graph's parameters. */
  private static final class Hnsw {
    static final String M = "m";
    static final String EF_CONSTRUCTION = "ef-construction";
    static final String EF_SEARCH = "ef-search";
    static final String MAX_M = "max-m";
    static final String MAX_M0 = "max-m0";
    static final String LEVEL_MULTIPLIER = "level-multiplier";

    private Hnsw() {}

    static Map<String, String> of(HnswParameters hnsw) {
      Map<String, String> named = new LinkedHashMap<>();
      named.put(M, Integer.toString(hnsw.m()));
      named.put(EF_CONSTRUCTION, Integer.toString(hnsw.efConstruction()));
      named.put(EF_SEARCH, Integer.toString(hnsw.efSearch()));
      named.put(MAX_M, Integer.toString(hnsw.maxM()));
      named.put(MAX_M0, Integer.toString(hnsw.maxM0()));
      named.put(LEVEL_MULTIPLIER, Double.toString(hnsw.levelMultiplier()));
      return named;
    }
  }
}
