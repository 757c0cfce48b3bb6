package io.vicinal.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.IdType;
import io.vicinal.api.RecordId;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final long SEED = Long.getLong("vicinal.seed", 7L);

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void findsEveryRowOfAKeyInItsOrderAndNoOther() {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] keys = new long[500];
    int[] rows = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      // Few different ones: so that keys occur several times, as hashes of strings may.
      keys[i] = random.nextInt(200) - 100L;
      rows[i] = i;
    }
    keys[0] = Long.MIN_VALUE;
    keys[1] = Long.MAX_VALUE;
    KeyIndex built = KeyIndex.of(keys, rows);
    built.write(directory, IdType.STRING, OWNER);
    KeyIndex read = KeyIndex.read(directory, IdType.STRING, OWNER, 500);
    for (KeyIndex index : List.of(built, read)) {
      assertThat(index.size()).isEqualTo(500);
      for (int wanted = -110; wanted < 110; wanted++) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
          if (keys[i] == wanted) {
            expected.add(i);
          }
        }
        assertThat(rows(index, wanted)).isEqualTo(expected);
      }
      assertThat(rows(index, Long.MIN_VALUE)).containsExactly(0);
      assertThat(rows(index, Long.MAX_VALUE)).containsExactly(1);
    }
  }

  @Test
  void isEmptyWhereEveryRowWasDeleted() {
    KeyIndex.of(new long[0], new int[0]).write(directory, IdType.INT64, OWNER);
    KeyIndex read = KeyIndex.read(directory, IdType.INT64, OWNER, 3);
    assertThat(read.size()).isZero();
    assertThat(read.first(0)).isEqualTo(-1);
  }

  @Test
  void aStringsKeyIsTheHashThatTheFormatFixes() {
    assertThat(Keys.of(RecordId.of(-5))).isEqualTo(-5);
    assertThat(Keys.of(RecordId.of("a"))).isEqualTo(0x82a2a958a9bece5bL);
    assertThat(Keys.of(RecordId.of("é€😀"))).isEqualTo(0x371d2405766b6833L);
  }

  @Test
  void recordsTheChecksumOfTheWholeFile() {
    FileChecksum written =
        KeyIndex.of(new long[] {4}, new int[1]).write(directory, IdType.INT64, OWNER);
    assertThat(FileChecksum.ofFramed(directory, KeyIndex.FILE)).isEqualTo(written);
  }

  @Test
  void refusesTheKeysOfAnotherSegmentOrOfOtherIds() {
    KeyIndex.of(new long[] {4, 5}, new int[] {0, 1}).write(directory, IdType.INT64, OWNER);
    assertDamaged(IdType.INT64, new UUID(1, 2), 2, "owner");
    assertDamaged(IdType.STRING, OWNER, 2, "id type 2");
    assertDamaged(IdType.INT64, OWNER, 1, "0..1 keys");
  }

  @Test
  void refusesKeysThatNoWriterMakes() {
    write(2, new long[] {5, 4}, 0, 1);
    assertDamaged(IdType.INT64, OWNER, 2, "ascending keys");
    write(2, new long[] {4, 5}, 0, 2);
    assertDamaged(IdType.INT64, OWNER, 2, "rows < 2");
    write(2, new long[] {4, 5}, 0, -1);
    assertDamaged(IdType.INT64, OWNER, 2, "row -1");
    write(-1, new long[0]);
    assertDamaged(IdType.INT64, OWNER, 2, "-1 keys");
    write(2, new long[] {4}, 0);
    assertDamaged(IdType.INT64, OWNER, 2, "bytes");
    write(1, new long[] {4, 5}, 0);
    assertDamaged(IdType.INT64, OWNER, 2, KeyIndex.FILE);
  }

  @Test
  void everyFlippedBitIsDamage() {
    KeyIndex.of(new long[] {4, 5}, new int[] {0, 1}).write(directory, IdType.INT64, OWNER);
    byte[] intact = directory.bytes(KeyIndex.FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(KeyIndex.FILE, damaged);
      assertDamaged(IdType.INT64, OWNER, 2, KeyIndex.FILE);
    }
  }

  /** Writes a file with a right checksum. */
  private void write(int count, long[] keys, int... rows) {
    directory.delete(KeyIndex.FILE);
    FileHeader header = new FileHeader(FileKind.KEYS, 1, OWNER);
    try (ChecksummedOutput output =
        ChecksummedOutput.createFramed(directory, KeyIndex.FILE, header)) {
      output.putInt(1);
      output.putInt(count);
      output.putLongs(keys, 0, keys.length);
      output.putInts(rows, 0, rows.length);
      output.finish();
    }
  }

  private void assertDamaged(IdType type, UUID owner, int rows, String part) {
    assertThatThrownBy(() -> KeyIndex.read(directory, type, owner, rows))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(part);
  }

  private static List<Integer> rows(KeyIndex index, long key) {
    List<Integer> rows = new ArrayList<>();
    for (int at = index.first(key); at >= 0; at = index.next(at)) {
      rows.add(index.row(at));
    }
    return rows;
  }
}
