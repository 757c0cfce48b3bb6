package io.vicinal.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FileFramingTest {
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final FormatVersions VERSIONS = new FormatVersions(2, 3);
  private static final String FILE = "a.hnsw";

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void returnsWhatWasWrittenAcrossBufferBoundaries() {
    Random random = new Random(7);
    int[] ints = random.ints(50_000).toArray();
    long[] longs = random.longs(30_000).toArray();
    float[] floats = new float[70_001];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = random.nextFloat();
    }
    byte[] bytes = new byte[100_003];
    random.nextBytes(bytes);
    FileHeader header = new FileHeader(FileKind.HNSW, 3, OWNER);
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, FILE, header)) {
      output.putByte(-1);
      output.putShort(-2);
      output.putInts(ints, 1, ints.length - 1);
      output.putLongs(longs, 0, longs.length);
      output.putFloats(floats, 0, floats.length);
      output.putBytes(bytes, 3, bytes.length - 3);
      output.align(8);
      output.putFloat(0.5f);
      output.putLong(Long.MIN_VALUE);
      output.finish();
    }
    try (ChecksummedInput input = open()) {
      assertThat(input.header()).isEqualTo(header);
      assertThat(input.position()).isEqualTo(FileHeader.LENGTH);
      assertThat(input.getByte()).isEqualTo((byte) -1);
      assertThat(input.getShort()).isEqualTo((short) -2);
      int[] readInts = new int[ints.length];
      readInts[0] = ints[0];
      input.getInts(readInts, 1, ints.length - 1);
      assertThat(readInts).isEqualTo(ints);
      long[] readLongs = new long[longs.length];
      input.getLongs(readLongs, 0, longs.length);
      assertThat(readLongs).isEqualTo(longs);
      float[] readFloats = new float[floats.length];
      input.getFloats(readFloats, 0, floats.length);
      assertThat(readFloats).isEqualTo(floats);
      byte[] readBytes = new byte[bytes.length - 3];
      input.getBytes(readBytes, 0, readBytes.length);
      assertThat(readBytes).isEqualTo(Arrays.copyOfRange(bytes, 3, bytes.length));
      input.align(8);
      assertThat(input.getFloat()).isEqualTo(0.5f);
      assertThat(input.getLong()).isEqualTo(Long.MIN_VALUE);
      assertThat(input.remaining()).isZero();
      input.finish();
    }
  }

  @Test
  void detectsEveryFlippedBit() {
    byte[] intact = writeSmallFile();
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(FILE, damaged);
      assertThatThrownBy(this::readSmallFile)
          .as("bit %d", bit)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("disk/" + FILE);
    }
  }

  @Test
  void detectsEveryTruncationAndTrailingBytes() {
    byte[] intact = writeSmallFile();
    for (int length = 0; length < intact.length + 20; length++) {
      if (length != intact.length) {
        directory.overwrite(FILE, Arrays.copyOf(intact, length));
        assertThatThrownBy(this::readSmallFile)
            .as("length %d", length)
            .isInstanceOf(DamagedFileException.class);
      }
    }
  }

  @Test
  void namesVersionFoundAndVersionsSupportedWhenTooOldOrTooNew() {
    writeFile(new FileHeader(FileKind.HNSW, 1, OWNER));
    assertThatThrownBy(this::readSmallFile)
        .isInstanceOfSatisfying(
            UnsupportedFormatException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_TOO_OLD);
              assertThat(e.found()).isEqualTo(1);
              assertThat(e.supported()).isEqualTo(VERSIONS);
              assertThat(e.file()).isEqualTo("disk/" + FILE);
            })
        .hasMessageContaining("from 2 to 3")
        .hasMessageContaining("found 1");
    directory.delete(FILE);
    writeFile(new FileHeader(FileKind.HNSW, 4, OWNER));
    assertThatThrownBy(this::readSmallFile)
        .isInstanceOfSatisfying(
            UnsupportedFormatException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_TOO_NEW));
  }

  @Test
  void refusesAFileOfAnotherKindOrOwner() {
    writeFile(new FileHeader(FileKind.KEYS, 3, OWNER));
    assertThatThrownBy(this::readSmallFile)
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected kind HNSW, found kind KEYS");
    UUID other = new UUID(1, 2);
    assertThatThrownBy(() -> new FileHeader(FileKind.KEYS, 3, OWNER).requireOwner("a.keys", other))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(OWNER.toString())
        .hasMessageContaining(other.toString());
  }

  @Test
  void refusesACountThatExceedsTheContentBeforeMemoryIsTaken() {
    writeSmallFile();
    try (ChecksummedInput input = open()) {
      assertThatThrownBy(() -> input.requireRemaining(1L << 40))
          .isInstanceOf(DamagedFileException.class);
      assertThatThrownBy(() -> input.requireRemaining(-1)).isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void refusesToFinishBeforeTheContentIsRead() {
    writeSmallFile();
    try (ChecksummedInput input = open()) {
      assertThatThrownBy(input::finish)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("8 more bytes of content");
    }
  }

  @Test
  void footerHoldsLengthAndChecksumOfEverythingBefore() {
    byte[] bytes = writeSmallFile();
    ByteBuffer footer =
        ByteBuffer.wrap(bytes, bytes.length - FileFooter.LENGTH, FileFooter.LENGTH)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - FileFooter.LENGTH + FileFooter.CHECKSUM_OFFSET);
    assertThat(footer.getLong(FileFooter.LENGTH_OFFSET)).isEqualTo(bytes.length);
    assertThat(footer.getInt(FileFooter.CHECKSUM_OFFSET)).isEqualTo((int) crc.getValue());
  }

  @Test
  void recordsTheChecksumOfAFileWithoutFrame() {
    FileChecksum written;
    try (ChecksummedOutput output = ChecksummedOutput.create(directory, "rows.arrow")) {
      output.write(ByteBuffer.wrap(new byte[200_000]));
      output.putInt(1);
      output.sync();
      written = output.fileChecksum();
    }
    assertThat(written.length()).isEqualTo(200_004);
    assertThat(FileChecksum.of(directory, "rows.arrow")).isEqualTo(written);
    assertThat(FileChecksum.ofHex(written.length(), written.hex())).isEqualTo(written);
    written.verify(directory, "rows.arrow");
    directory.overwrite("rows.arrow", new byte[200_004]);
    assertThatThrownBy(() -> written.verify(directory, "rows.arrow"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(written.hex());
  }

  @Test
  void tellsFramedFilesApartAlthoughTheyAllEndWithTheirChecksum() {
    FileChecksum first = writeNumber(1);
    FileChecksum whole = FileChecksum.of(directory, FILE);
    assertThat(FileChecksum.ofFramed(directory, FILE)).isEqualTo(first);
    first.verifyFramed(directory, FILE);
    FileChecksum second = writeNumber(2);
    // A checksum of everything, the checksum included, is the same for all files of a length.
    assertThat(FileChecksum.of(directory, FILE)).isEqualTo(whole);
    assertThat(second).isNotEqualTo(first);
    assertThatThrownBy(() -> first.verifyFramed(directory, FILE))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(first.hex());
    directory.overwrite(FILE, new byte[3]);
    assertThatThrownBy(() -> first.verifyFramed(directory, FILE))
        .isInstanceOf(DamagedFileException.class);
  }

  private FileChecksum writeNumber(long number) {
    directory.delete(FILE);
    FileHeader header = new FileHeader(FileKind.HNSW, 3, OWNER);
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, FILE, header)) {
      output.putLong(number);
      output.finish();
      return output.fileChecksum();
    }
  }

  private byte[] writeSmallFile() {
    return writeFile(new FileHeader(FileKind.HNSW, 3, OWNER));
  }

  private byte[] writeFile(FileHeader header) {
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, FILE, header)) {
      output.putLong(42);
      output.finish();
    }
    return directory.bytes(FILE);
  }

  private void readSmallFile() {
    try (ChecksummedInput input = open()) {
      long value = input.getLong();
      input.finish();
      assertThat(value).isEqualTo(42);
    }
  }

  private ChecksummedInput open() {
    return ChecksummedInput.open(directory, FILE, FileKind.HNSW, VERSIONS);
  }
}
