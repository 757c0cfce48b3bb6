package io.vicinal.testkit;

import static io.vicinal.testkit.ValueGenerator.oneOf;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Schemas of collections. */
public final class SchemaGenerator {
  private static final HnswParameters SMALL = HnswParameters.of(8, 40, 40);

  private SchemaGenerator() {}

  /**
   * A field for each metric, named after it in lower case, and an attribute of each scalar type
   * ({@code a_int32}) and of a list of each ({@code l_int32}).
   */
  public static CollectionSchema everything(IdType idType) {
    List<VectorField> fields = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      int dimension = 3 + fields.size();
      fields.add(new VectorField(lower(metric), dimension, metric, SMALL));
    }
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute("a_" + lower(type), type));
      attributes.add(new Attribute("l_" + lower(type), new ListType(type)));
    }
    return new CollectionSchema(idType, fields, attributes);
  }

  /**
   * A key of either type, one to three vector fields, up to two sparse ones, and some attributes of
   * any type.
   */
  public static CollectionSchema any(SplittableRandom random) {
    List<VectorField> fields = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      Metric metric = oneOf(List.of(Metric.values()), random);
      Storage storage = oneOf(List.of(Storage.values()), random);
      fields.add(new VectorField("v" + i, random.nextInt(1, 9), metric, SMALL).with(storage));
    }
    List<Attribute> attributes = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      ScalarType type = oneOf(List.of(ScalarType.values()), random);
      boolean list = random.nextInt(3) == 0;
      attributes.add(new Attribute("a" + i, list ? new ListType(type) : type));
    }
    List<SparseField> sparse = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      sparse.add(new SparseField("s" + i));
    }
    return new CollectionSchema(
        random.nextBoolean() ? IdType.INT64 : IdType.STRING, fields, sparse, attributes);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
