package io.vicinal.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.core.engine.EngineFixture;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedSegmentTest {
  private static final long SEED = Long.getLong("vicinal.seed", 11L);
  private static final int ROWS = 100;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final FaultyDirectory disk = FaultyDirectory.create();
  private final BufferAllocator allocator = new RootAllocator();

  /** Fails when a test leaves memory behind. */
  @AfterEach
  void closeAllocator() {
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource(IdType.class)
  void keepsEveryRecordOfEveryTypeWithNulls(IdType idType, @TempDir Path folder) {
    CollectionSchema schema = EngineFixture.schema(idType);
    List<VectorRecord> records = records(schema, ROWS);
    for (StorageDirectory directory : List.of(disk, FileSystemDirectory.open(folder))) {
      SegmentDescriptor written = write(directory, 3, schema, records);
      assertThat(written.rows()).isEqualTo(ROWS);
      assertThat(written.sequences().first()).isEqualTo(1);
      assertThat(written.sequences().last()).isEqualTo(ROWS);
      SealedSegment segment = open(directory, 3, schema);
      assertThat(segment.descriptor()).isEqualTo(written);
      assertThat(segment.rows().chunks()).hasSize(3);
      for (int row = 0; row < ROWS; row++) {
        VectorRecord record = records.get(row);
        assertThat(SegmentFixture.record(schema, segment.rows(), row)).isEqualTo(record);
        assertThat(segment.find(record.id(), segment.rows())).isEqualTo(row);
      }
      assertThat(segment.find(EngineFixture.id(schema, ROWS), segment.rows())).isEqualTo(-1);
      segment.release();
    }
  }

  @Test
  void aRowThatWasDeletedBeforeHasNoKey() {
    CollectionSchema schema = EngineFixture.plain(IdType.INT64);
    List<VectorRecord> records = records(schema, 10);
    Rows rows = SegmentFixture.rows(schema, records, 40, allocator);
    SegmentDescriptor written =
        SegmentFixture.write(disk, 1, schema, rows, row -> row % 2 == 0, allocator);
    rows.release();
    assertThat(written.keys()).isEqualTo(5);
    SealedSegment segment = open(disk, 1, schema);
    for (int row = 0; row < 10; row++) {
      assertThat(segment.find(EngineFixture.id(schema, row), segment.rows()))
          .isEqualTo(row % 2 == 0 ? row : -1);
    }
    segment.release();
  }

  @Test
  void answersAsTheIndexThatItWasWrittenFrom() {
    CollectionSchema schema = EngineFixture.schema(IdType.INT64);
    List<VectorRecord> records = records(schema, ROWS);
    write(disk, 1, schema, records);
    SealedSegment segment = open(disk, 1, schema);
    HnswIndex index = segment.index("v");
    for (int row = 0; row < ROWS; row++) {
      HnswResult found = index.search(EngineFixture.vector(records.get(row), "v"), 1, 10, null);
      assertThat(found.ordinal(0)).isEqualTo(row);
      assertThat(found.distance(0)).isZero();
    }
    segment.release();
  }

  @Test
  void hasCodesOfManyRowsAndFindsThemAgain() {
    CollectionSchema schema = EngineFixture.plain(IdType.INT64);
    List<VectorRecord> records = records(schema, 2500);
    SegmentDescriptor written = write(disk, 1, schema, records);
    assertThat(written.files()).containsKey("v.codes");
    SealedSegment segment = open(disk, 1, schema);
    HnswIndex index = segment.index("v");
    assertThat(index.isCoded()).isTrue();
    for (int row = 0; row < 2500; row += 7) {
      float[] query = EngineFixture.vector(records.get(row), "v");
      assertThat(index.search(query, 1, 30, null).distance(0)).isZero();
    }
    segment.release();
    FaultyDirectory files = disk.subdirectory("segment-1");
    byte[] damaged = files.bytes("v.codes");
    damaged[damaged.length / 2] ^= 4;
    files.overwrite("v.codes", damaged);
    assertDamaged(schema, descriptorChecksum(), "v.codes", "a bit");
  }

  @Test
  void rowsStayReadableAfterTheSegmentIsReleased() {
    CollectionSchema schema = EngineFixture.plain(IdType.STRING);
    List<VectorRecord> records = records(schema, 50);
    write(disk, 1, schema, records);
    SealedSegment segment = open(disk, 1, schema);
    Rows rows = segment.rows();
    rows.retain();
    segment.release();
    disk.deleteSubdirectory("segment-1");
    assertThat(SegmentFixture.record(schema, rows, 49)).isEqualTo(records.get(49));
    rows.release();
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void mappedVectorsAreReadByUsersOfTheRowsOnly() {
    CollectionSchema schema = EngineFixture.plain(IdType.INT64);
    List<VectorRecord> records = records(schema, 50);
    write(disk, 1, schema, records);
    SealedSegment segment = open(disk, 1, EngineFixture.with(schema, Storage.MAPPED));
    HnswIndex index = segment.index("v");
    assertThat(index.memory().vectors()).isZero();
    float[] query = EngineFixture.vector(records.get(7), "v");
    segment.rows().retain();
    segment.release();
    assertThat(index.exact(query, 1, null).ordinal(0)).isEqualTo(7);
    segment.rows().release();
    assertThatThrownBy(() -> index.exact(query, 1, null))
        .isInstanceOf(AssertionError.class)
        .hasMessage("rows are read that nobody uses");
  }

  @Test
  void aFlippedBitInAnyBlockOfAnyFileIsDamageOfThatFile() {
    CollectionSchema schema = EngineFixture.schema(IdType.STRING);
    write(disk, 1, schema, records(schema, ROWS));
    FileChecksum descriptor = descriptorChecksum();
    FaultyDirectory segment = disk.subdirectory("segment-1");
    assertThat(segment.list())
        .containsExactly("keys.idx", "rows.arrow", "segment.json", "v.hnsw", "w.hnsw");
    for (String file : segment.list()) {
      byte[] intact = segment.bytes(file);
      for (int block = 0; block < intact.length; block += 256) {
        byte[] damaged = intact.clone();
        int at = Math.min(intact.length - 1, block + random.nextInt(256));
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        segment.overwrite(file, damaged);
        assertDamaged(schema, descriptor, file, "byte " + at);
      }
      for (int length : new int[] {0, 1, intact.length / 2, intact.length - 1}) {
        segment.overwrite(file, Arrays.copyOf(intact, length));
        assertDamaged(schema, descriptor, file, "cut to " + length);
      }
      segment.overwrite(file, Arrays.copyOf(intact, intact.length + 1));
      assertDamaged(schema, descriptor, file, "one byte more");
      segment.delete(file);
      assertDamaged(schema, descriptor, file, "deleted");
      segment.overwrite(file, intact);
    }
    open(disk, 1, schema).release();
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void theFilesOfAnotherSegmentAreDamage() {
    CollectionSchema schema = EngineFixture.plain(IdType.INT64);
    write(disk, 1, schema, records(schema, 20));
    write(disk, 2, schema, records(schema, 20));
    FaultyDirectory first = disk.subdirectory("segment-1");
    FaultyDirectory second = disk.subdirectory("segment-2");
    for (String file : first.list()) {
      byte[] own = first.bytes(file);
      first.overwrite(file, second.bytes(file));
      assertDamaged(schema, FileChecksum.of(second, SegmentDescriptor.FILE), "segment.json", file);
      first.overwrite(file, own);
    }
  }

  @Test
  void aDescriptorThatNoWriterMakesIsDamageEvenWithARightChecksum() {
    CollectionSchema schema = EngineFixture.plain(IdType.INT64);
    write(disk, 1, schema, records(schema, 20));
    FaultyDirectory segment = disk.subdirectory("segment-1");
    String intact = new String(segment.bytes(SegmentDescriptor.FILE), StandardCharsets.UTF_8);
    assertThat(intact).contains("\"rows\" : 20", "\"keys\" : 20", "\"crc32c\" : \"");
    assertRefused(schema, segment, "", ErrorCode.DAMAGED_FILE);
    assertRefused(schema, segment, "[1", ErrorCode.DAMAGED_FILE);
    assertRefused(schema, segment, "[]", ErrorCode.DAMAGED_FILE);
    assertRefused(schema, segment, intact + "}", ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema, segment, intact.replace("\"uuid\" : \"", "\"uuid\" : \"x"), ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema,
        segment,
        intact.replace("\"crc32c\" : \"", "\"crc32c\" : \"x"),
        ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema, segment, intact.replace("\"rows\" : 20", "\"rows\" : 21"), ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema, segment, intact.replace("\"keys\" : 20", "\"keys\" : 19"), ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema, segment, intact.replace("\"rows\" : 20", "\"n\" : 20"), ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema, segment, intact.replace("\"id\" : 1", "\"id\" : 2"), ErrorCode.DAMAGED_FILE);
    assertRefused(schema, segment, intact.replace("v.hnsw", "u.hnsw"), ErrorCode.DAMAGED_FILE);
    assertRefused(
        schema,
        segment,
        intact.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"),
        ErrorCode.FORMAT_TOO_NEW);
    assertRefused(
        schema,
        segment,
        intact.replace("\"formatVersion\" : 1", "\"formatVersion\" : 0"),
        ErrorCode.FORMAT_TOO_OLD);
  }

  @Test
  void rowsOfAnotherSchemaAreDamage() {
    write(
        disk, 1, EngineFixture.plain(IdType.INT64), records(EngineFixture.plain(IdType.INT64), 5));
    CollectionSchema other = EngineFixture.plain(IdType.STRING);
    assertDamaged(other, descriptorChecksum(), "rows.arrow", "other id type");
  }

  @Test
  void leavesNothingBehindWhenTheDiskIsFull() {
    CollectionSchema schema = EngineFixture.plain(IdType.INT64);
    List<VectorRecord> records = records(schema, 100);
    Rows rows = SegmentFixture.rows(schema, records, 40, allocator);
    for (long capacity = 0; capacity < 30_000; capacity += 1500) {
      FaultyDirectory full = FaultyDirectory.create().capacity(capacity);
      try {
        SegmentFixture.write(full, 1, schema, rows, row -> true, allocator);
      } catch (VicinalException e) {
        assertThat(e.code())
            .as("capacity %d: %s", capacity, e)
            .isEqualTo(ErrorCode.STORAGE_FAILURE);
      }
    }
    rows.release();
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private void assertRefused(
      CollectionSchema schema, FaultyDirectory segment, String descriptor, ErrorCode code) {
    byte[] intact = segment.bytes(SegmentDescriptor.FILE);
    segment.overwrite(SegmentDescriptor.FILE, descriptor.getBytes(StandardCharsets.UTF_8));
    FileChecksum checksum = descriptorChecksum();
    assertThatThrownBy(() -> SealedSegment.open(disk, 1, checksum, schema, allocator))
        .as(descriptor)
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code));
    segment.overwrite(SegmentDescriptor.FILE, intact);
  }

  private void assertDamaged(
      CollectionSchema schema, FileChecksum descriptor, String file, String what) {
    assertThatThrownBy(() -> SealedSegment.open(disk, 1, descriptor, schema, allocator))
        .as("%s, %s, -Dvicinal.seed=%d", file, what, SEED)
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DAMAGED_FILE))
        .hasMessageContaining(file);
  }

  private FileChecksum descriptorChecksum() {
    return FileChecksum.of(disk.subdirectory("segment-1"), SegmentDescriptor.FILE);
  }

  private SegmentDescriptor write(
      StorageDirectory directory, long id, CollectionSchema schema, List<VectorRecord> records) {
    Rows rows = SegmentFixture.rows(schema, records, 40, allocator);
    try {
      return SegmentFixture.write(directory, id, schema, rows, row -> true, allocator);
    } finally {
      rows.release();
    }
  }

  private SealedSegment open(StorageDirectory directory, long id, CollectionSchema schema) {
    FileChecksum descriptor =
        FileChecksum.of(directory.subdirectory("segment-" + id), SegmentDescriptor.FILE);
    return SealedSegment.open(directory, id, descriptor, schema, allocator);
  }

  private List<VectorRecord> records(CollectionSchema schema, int count) {
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(EngineFixture.record(schema, i, random));
    }
    return records;
  }
}
