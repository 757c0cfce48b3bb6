package io.vicinal.core.engine;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.core.io.StorageDirectory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Schemas, records and shorthands for tests of the engine. */
public final class EngineFixture {
  static final HnswParameters HNSW = HnswParameters.of(8, 40, 40);

  private EngineFixture() {}

  /** Two vector fields, one of them mapped, and an attribute of every type. */
  public static CollectionSchema schema(IdType idType) {
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute("a_" + type.name().toLowerCase(java.util.Locale.ROOT), type));
    }
    attributes.add(new Attribute("a_tags", new ListType(ScalarType.STRING)));
    attributes.add(new Attribute("a_numbers", new ListType(ScalarType.INT64)));
    return new CollectionSchema(
        idType,
        List.of(
            new VectorField("v", 6, Metric.EUCLIDEAN, HNSW),
            new VectorField("w", 3, Metric.COSINE, HNSW).with(Storage.MAPPED)),
        attributes);
  }

  /** One vector field and an integer. */
  public static CollectionSchema plain(IdType idType) {
    return new CollectionSchema(
        idType,
        List.of(new VectorField("v", 6, Metric.EUCLIDEAN, HNSW)),
        List.of(new Attribute("number", ScalarType.INT64)));
  }

  /** A schema with all vectors where that storage has them. */
  public static CollectionSchema with(CollectionSchema schema, Storage storage) {
    return new CollectionSchema(
        schema.idType(),
        schema.vectorFields().stream().map(field -> field.with(storage)).toList(),
        schema.attributes());
  }

  /** The id of that number. */
  public static RecordId id(CollectionSchema schema, long number) {
    return schema.idType() == IdType.INT64 ? RecordId.of(number) : RecordId.of("key-" + number);
  }

  /** A record of that id with random fields, some of them null. */
  public static VectorRecord record(CollectionSchema schema, long number, SplittableRandom random) {
    Map<String, DenseVector> vectors = new LinkedHashMap<>();
    for (VectorField field : schema.vectorFields()) {
      vectors.put(field.name(), vector(field.dimension(), random));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Attribute attribute : schema.attributes()) {
      if (random.nextInt(4) > 0) {
        values.put(attribute.name(), value(attribute, random));
      }
    }
    return new VectorRecord(id(schema, number), vectors, values);
  }

  /** The components of a record's vector. */
  public static float[] vector(VectorRecord record, String field) {
    return Objects.requireNonNull(record.vectors().get(field)).toArray();
  }

  static DenseVector vector(int dimension, SplittableRandom random) {
    float[] components = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      components[i] = (float) random.nextDouble(-1, 1);
    }
    return DenseVector.of(components);
  }

  private static Object value(Attribute attribute, SplittableRandom random) {
    if (attribute.type() instanceof ListType list) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(scalar(list.element(), random));
      }
      return values;
    }
    return scalar((ScalarType) attribute.type(), random);
  }

  private static Object scalar(ScalarType type, SplittableRandom random) {
    int number = random.nextInt(20);
    return switch (type) {
      case BOOLEAN -> random.nextBoolean();
      case INT32 -> number;
      case INT64 -> (long) number;
      case FLOAT32 -> number / 4f;
      case FLOAT64 -> number / 8.0;
      case STRING -> "text-" + number + "é";
      case DATE -> LocalDate.ofEpochDay(19_000 + number);
      case TIMESTAMP -> Instant.ofEpochSecond(1_700_000_000L + number, 123_000);
      case BINARY -> ByteBuffer.wrap(new byte[] {(byte) number, -1}).asReadOnlyBuffer();
      case JSON -> "{\"n\": " + number + ", \"s\": {\"t\": \"x" + number % 3 + "\"}}";
    };
  }

  static CollectionEngine open(
      StorageDirectory directory, CollectionSchema schema, BufferAllocator allocator) {
    return CollectionEngine.open(directory, schema, EngineOptions.singleThreaded(), allocator);
  }

  /** Applies one entry of one batch. */
  static WriteResult apply(
      CollectionEngine engine, long sequence, List<Mutation> mutations, BufferAllocator allocator) {
    try (VectorSchemaRoot batch = WriteBatches.of(engine.schema()).encode(mutations, allocator)) {
      engine.validate(batch);
      return engine.apply(sequence, List.of(batch)).get(0);
    }
  }

  static Mutation upsert(VectorRecord record) {
    return new Mutation.Upsert(record);
  }

  static Mutation delete(RecordId id) {
    return new Mutation.Delete(id);
  }

  /** Every record of the engine by id; fails when an id comes twice. */
  static Map<RecordId, VectorRecord> records(CollectionEngine engine) {
    Map<RecordId, VectorRecord> records = new TreeMap<>();
    try (RecordCursor cursor = engine.scan(ScanRequest.ALL)) {
      while (cursor.hasNext()) {
        VectorRecord record = cursor.next();
        if (records.put(record.id(), record) != null) {
          throw new AssertionError("two records with id " + record.id());
        }
      }
    }
    return records;
  }
}
