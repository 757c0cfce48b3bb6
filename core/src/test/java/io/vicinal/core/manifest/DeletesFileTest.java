package io.vicinal.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.manifest.Manifest.ManifestDeletes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class DeletesFileTest {
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final String FILE = DeletesFile.name(3, 8);

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void keepsTheRows() {
    RoaringBitmap all = new RoaringBitmap();
    all.add(0L, 200_000L);
    for (RoaringBitmap rows :
        new RoaringBitmap[] {
          new RoaringBitmap(),
          RoaringBitmap.bitmapOf(0),
          RoaringBitmap.bitmapOf(5, 70_000, 199_999),
          all
        }) {
      ManifestDeletes written = DeletesFile.write(directory, FILE, OWNER, 200_000, rows);
      assertThat(written.file()).isEqualTo("deletes-3-8.bin");
      assertThat(written.rows()).isEqualTo(rows.getCardinality());
      assertThat(written.checksum()).isEqualTo(FileChecksum.ofFramed(directory, FILE));
      assertThat(DeletesFile.read(directory, written, OWNER, 200_000)).isEqualTo(rows);
    }
  }

  @Test
  void replacesWhatAnInterruptedAttemptLeft() {
    directory.overwrite(FILE, new byte[] {1, 2, 3});
    ManifestDeletes written =
        DeletesFile.write(directory, FILE, OWNER, 10, RoaringBitmap.bitmapOf(3));
    assertThat(DeletesFile.read(directory, written, OWNER, 10))
        .isEqualTo(RoaringBitmap.bitmapOf(3));
  }

  @Test
  void everyFlippedBitAndEveryCutIsDamage() {
    ManifestDeletes written =
        DeletesFile.write(directory, FILE, OWNER, 10, RoaringBitmap.bitmapOf(3, 7));
    byte[] intact = directory.bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(FILE, damaged);
      assertDamaged(written, OWNER, 10, FILE);
      directory.overwrite(FILE, Arrays.copyOf(intact, bit / 8));
      assertDamaged(written, OWNER, 10, FILE);
    }
    directory.delete(FILE);
    assertDamaged(written, OWNER, 10, FILE);
  }

  @Test
  void refusesTheDeletesOfAnotherSegment() {
    ManifestDeletes written =
        DeletesFile.write(directory, FILE, OWNER, 10, RoaringBitmap.bitmapOf(3));
    assertDamaged(written, new UUID(1, 2), 10, "owner");
    assertDamaged(written, OWNER, 11, "1 deleted of 11 rows");
    ManifestDeletes other = new ManifestDeletes(FILE, 2, written.checksum());
    assertDamaged(other, OWNER, 10, "2 deleted of 10 rows");
  }

  @Test
  void refusesOtherDeletesOfTheSameSegmentWithAsManyRows() {
    ManifestDeletes written =
        DeletesFile.write(directory, FILE, OWNER, 10, RoaringBitmap.bitmapOf(3));
    DeletesFile.write(directory, FILE, OWNER, 10, RoaringBitmap.bitmapOf(4));
    assertDamaged(written, OWNER, 10, FILE);
  }

  @Test
  void refusesRowsThatTheSegmentDoesNotHave() {
    for (int row : new int[] {10, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      ManifestDeletes written =
          DeletesFile.write(directory, FILE, OWNER, 10, RoaringBitmap.bitmapOf(row));
      assertDamaged(written, OWNER, 10, "1 deleted of 10 rows");
    }
  }

  @Test
  void aBitmapThatIsNoneIsDamageEvenWithARightChecksum() {
    for (int length : new int[] {0, 3, 4, 100}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 0x5a);
      directory.delete(FILE);
      FileHeader header = new FileHeader(FileKind.DELETES, 1, OWNER);
      try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, FILE, header)) {
        output.putInt(10);
        output.putInt(1);
        output.putInt(length);
        output.write(ByteBuffer.wrap(bytes));
        output.finish();
      }
      assertDamaged(
          new ManifestDeletes(FILE, 1, FileChecksum.ofFramed(directory, FILE)),
          OWNER,
          10,
          "bitmap");
    }
  }

  private void assertDamaged(ManifestDeletes expected, UUID owner, int rows, String part) {
    assertThatThrownBy(() -> DeletesFile.read(directory, expected, owner, rows))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(part);
  }
}
