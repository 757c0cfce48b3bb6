package io.vicinal.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import io.vicinal.core.io.GoldenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/format/segment.md}, {@code keys.md} and the golden files with the code. */
class SegmentFormatTest {
  private static final FormatPage SEGMENT = FormatPage.read("segment.md");
  private static final FormatPage KEYS = FormatPage.read("keys.md");
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final List<String> FILES =
      List.of("rows.arrow", "v.hnsw", "keys.idx", "segment.json");

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void pageHasTheOffsetsOfKeys() {
    assertThat(KEYS.fields("Layout"))
        .containsExactly(
            new Field("common header", 0, FileHeader.LENGTH),
            new Field("id type", KeyIndex.ID_TYPE_OFFSET, Integer.BYTES),
            new Field("count", KeyIndex.COUNT_OFFSET, Integer.BYTES));
    assertThat(KEYS.rows("Layout").get(3))
        .startsWith(Integer.toString(KeyIndex.KEYS_OFFSET), "", "keys");
  }

  @Test
  void pageShowsTheBytesOfKeys() {
    KeyIndex.of(new long[] {9, 5}, new int[] {0, 1}).write(directory, IdType.INT64, OWNER);
    assertThat(KEYS.hexDump()).isEqualTo(FormatPage.hexDumpOf(directory.bytes(KeyIndex.FILE)));
  }

  @Test
  void pageHasTheTypeOfEveryAttribute() {
    List<String> types = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      var field = ArrowSchemas.attribute(new Attribute("a", type));
      String json =
          field.getMetadata().isEmpty()
              ? ""
              : ", with metadata `%s` = `%s`"
                  .formatted(ArrowSchemas.TYPE, field.getMetadata().get(ArrowSchemas.TYPE));
      types.add(type.name() + " " + field.getType() + json);
    }
    var list = ArrowSchemas.attribute(new Attribute("a", new ListType(ScalarType.INT32)));
    types.add(
        "LIST of one of these %s, its element named `%s`"
            .formatted(list.getType(), list.getChildren().get(0).getName()));
    assertThat(SEGMENT.rowsUnder("attribute"))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactlyElementsOf(types);
  }

  @Test
  void pageHasTheFieldsOfADescriptorAndShowsOne() throws IOException {
    byte[] bytes = GoldenFile.read("segment/v1/segment.json");
    assertThat(String.join("\n", SEGMENT.block("json")))
        .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    JsonNode descriptor = new ObjectMapper().readTree(bytes);
    assertThat(SEGMENT.rowsUnder("field"))
        .extracting(row -> row.get(0).replace("`", ""))
        .containsExactlyElementsOf(descriptor::fieldNames);
  }

  @Test
  void writesDescriptorsAsTheyWereReleased() {
    try (BufferAllocator allocator = new RootAllocator()) {
      SealedSegment segment = openGolden(allocator);
      segment.descriptor().write(directory);
      segment.release();
    }
    assertThat(directory.bytes("segment.json"))
        .isEqualTo(GoldenFile.read("segment/v1/segment.json"));
  }

  @Test
  void readsVersion1AsItWasReleased() {
    try (BufferAllocator allocator = new RootAllocator()) {
      SealedSegment segment = openGolden(allocator);
      CollectionSchema schema = GoldenSegmentTest.SCHEMA;
      for (int row = 0; row < 3; row++) {
        assertThat(SegmentFixture.record(schema, segment.rows(), row))
            .isEqualTo(GoldenSegmentTest.records().get(row));
      }
      assertThat(segment.find(RecordId.of("a"), segment.rows())).isEqualTo(0);
      assertThat(segment.find(RecordId.of("b"), segment.rows())).isEqualTo(-1);
      assertThat(segment.find(RecordId.of("ü"), segment.rows())).isEqualTo(2);
      assertThat(segment.index("v").search(new float[] {0, 1}, 1, 8, null).ordinal(0)).isZero();
      segment.release();
    }
  }

  private SealedSegment openGolden(BufferAllocator allocator) {
    FaultyDirectory segment = directory.subdirectory("segment-7");
    for (String file : FILES) {
      segment.writeAtomically(file, ByteBuffer.wrap(GoldenFile.read("segment/v1/" + file)));
    }
    FileChecksum descriptor = FileChecksum.of(segment, SegmentDescriptor.FILE);
    return SealedSegment.open(directory, 7, descriptor, GoldenSegmentTest.SCHEMA, allocator);
  }
}
