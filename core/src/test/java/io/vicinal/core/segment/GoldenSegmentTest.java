package io.vicinal.core.segment;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.io.FileSystemDirectory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/**
 * The segment of the golden files: three rows, the second of which was deleted before they were
 * written, with an attribute of every type. {@code src/test/python} reads the same rows.
 */
class GoldenSegmentTest {
  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.STRING,
          List.of(new VectorField("v", 2, Metric.COSINE, HnswParameters.of(2, 8, 8))),
          attributes());

  private static List<Attribute> attributes() {
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute(type.name().toLowerCase(Locale.ROOT), type));
    }
    attributes.add(new Attribute("strings", new ListType(ScalarType.STRING)));
    return attributes;
  }

  static List<VectorRecord> records() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("boolean", true);
    values.put("int32", -5);
    values.put("int64", 1L << 40);
    values.put("float32", 0.5f);
    values.put("float64", 0.1);
    values.put("string", "grün");
    values.put("date", LocalDate.of(2024, 2, 29));
    values.put("timestamp", Instant.parse("2024-02-29T12:00:00.000001Z"));
    values.put("binary", ByteBuffer.wrap(new byte[] {0, -1}).asReadOnlyBuffer());
    values.put("json", "{\"a\": [1]}");
    values.put("strings", List.of("x", ""));
    return List.of(
        record("a", 0, 2, values),
        record("b", 1, 1, Map.of()),
        record("ü", -3, 4, Map.of("strings", List.of())));
  }

  private static VectorRecord record(String id, float x, float y, Map<String, Object> values) {
    return new VectorRecord(RecordId.of(id), Map.of("v", DenseVector.of(x, y)), values);
  }

  /** Writes the segment below {@code target}, for the Python tests of what is written today. */
  @Test
  void isWrittenForTheReadersOfOtherLanguages() {
    Path folder = Path.of("target", "interchange");
    FileSystemDirectory directory = FileSystemDirectory.open(folder);
    try (BufferAllocator allocator = new RootAllocator()) {
      Rows rows = SegmentFixture.rows(SCHEMA, records(), 2, allocator);
      SegmentFixture.write(directory, 7, SCHEMA, rows, row -> row != 1, allocator);
      rows.release();
    }
  }
}
