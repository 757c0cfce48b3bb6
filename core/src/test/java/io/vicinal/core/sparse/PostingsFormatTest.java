package io.vicinal.core.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.SparseVector;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import io.vicinal.core.io.GoldenFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/format/postings.md} and the golden file with the code. */
class PostingsFormatTest {
  private static final FormatPage PAGE = FormatPage.read("postings.md");
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final String FILE = "words.postings";
  private static final List<SparseVector> ROWS =
      List.of(
          SparseVector.of(new int[] {3, 500}, new float[] {1, -0.5f}),
          SparseVector.of(new int[] {3}, new float[] {2}));

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void thePageHasTheOffsetsOfTheCode() {
    assertThat(PAGE.fields("Layout"))
        .containsExactly(
            new Field("header", 0, FileHeader.LENGTH),
            new Field("rows", PostingsFormat.ROWS_OFFSET, 4),
            new Field("rows of a block", PostingsFormat.BLOCK_ROWS_OFFSET, 4),
            new Field("lists", PostingsFormat.LISTS_OFFSET, 4),
            new Field("blocks", PostingsFormat.BLOCKS_OFFSET, 4),
            new Field("postings", PostingsFormat.POSTINGS_OFFSET, 4));
    assertThat(PostingsFormat.INDICES_OFFSET).isEqualTo(60);
  }

  @Test
  void thePageShowsASmallFile() {
    write();
    assertThat(PAGE.hexDump()).isEqualTo(FormatPage.hexDumpOf(directory.bytes(FILE)));
  }

  @Test
  void readsAndWritesVersion1AsItWasReleased() {
    byte[] golden = GoldenFile.read("postings/v1/words.postings");
    write();
    assertThat(directory.bytes(FILE)).isEqualTo(golden);
    FaultyDirectory released = FaultyDirectory.create();
    released.writeAtomically(FILE, ByteBuffer.wrap(golden));

    SealedPostings read = SealedPostings.read(released, FILE, OWNER, 2);

    SparseResult found =
        read.nearest(
            SparseVector.of(new int[] {500}, new float[] {-2}), 9, row -> true, Integer::compare);
    assertThat(found.size()).isEqualTo(1);
    assertThat(found.row(0)).isZero();
    assertThat(found.distance(0)).isEqualTo(-1);
  }

  @Test
  void everyFlippedBitIsDamage() {
    write();
    byte[] intact = directory.bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(FILE, damaged);
      assertThatThrownBy(() -> SealedPostings.read(directory, FILE, OWNER, 2))
          .as("bit %d", bit)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void listsOfAnotherSegmentAreRefused() {
    write();
    assertThatThrownBy(() -> SealedPostings.read(directory, FILE, OWNER, 3))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("3 rows, found 2 rows");
    assertThatThrownBy(() -> SealedPostings.read(directory, FILE, new UUID(0, 0), 2))
        .hasMessageContaining("owner");
  }

  /** What a checksum cannot tell: a writer with a defect. */
  @Test
  void listsThatNoWriterMakesAreDamageEvenWithARightChecksum() {
    float[] bounds = {1, 2};
    assertRefused(arrays(new int[] {5, 4}, bounds, bounds, new byte[] {0, 0}), "index above 5");
    assertRefused(arrays(new int[] {5, 5}, bounds, bounds, new byte[] {0, 0}), "index above 5");
    assertRefused(arrays(new int[] {4, 5}, bounds, bounds, new byte[] {0, 2}), "row 2");
    assertRefused(
        arrays(new int[] {4, 5}, bounds, new float[] {1, 1}, new byte[] {0, 0}), "bounds");
    assertRefused(
        arrays(new int[] {4, 5}, new float[] {2, 2}, bounds, new byte[] {0, 0}), "bounds");
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      float[] values = {1, value};
      assertRefused(
          arrays(new int[] {4, 5}, values, values, new byte[] {0, 0}, values), "value " + value);
    }
  }

  @Test
  void saysWhichListIsNotThatOfTheRows() {
    write();
    SealedPostings postings = SealedPostings.read(directory, FILE, OWNER, 2);
    assertThat(postings.faults(SparseIndexTest.entries(ROWS))).isEmpty();
    assertOther(postings, 500, vector(new int[] {3, 500}, 1, -1));
    assertOther(postings, 500, vector(new int[] {3}, 1));
    assertOther(postings, 3, vector(new int[] {500}, -0.5f));
    assertOther(postings, 2, vector(new int[] {2, 3, 500}, 1, 1, -0.5f));
    assertOther(postings, 501, vector(new int[] {3, 500, 501}, 1, -0.5f, 1));
  }

  private static SparseVector vector(int[] indices, float... values) {
    return SparseVector.of(indices, values);
  }

  private static void assertOther(SealedPostings postings, int index, SparseVector first) {
    assertThat(postings.faults(SparseIndexTest.entries(List.of(first, ROWS.get(1)))))
        .containsExactly("the list of index " + index + " is not that of the rows");
  }

  private void assertRefused(PostingArrays arrays, String expected) {
    FaultyDirectory other = FaultyDirectory.create();
    PostingsFile.write(2, arrays, other, FILE, OWNER);
    assertThatThrownBy(() -> SealedPostings.read(other, FILE, OWNER, 2))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(expected);
  }

  private static PostingArrays arrays(
      int[] indices, float[] least, float[] greatest, byte[] offsets) {
    return arrays(indices, least, greatest, offsets, new float[] {1, 2});
  }

  private static PostingArrays arrays(
      int[] indices, float[] least, float[] greatest, byte[] offsets, float[] values) {
    return new PostingArrays(
        indices,
        new int[] {0, 1, 2},
        new int[] {0, 0},
        new int[] {0, 1, 2},
        least,
        greatest,
        offsets,
        values);
  }

  private void write() {
    SealedPostings.build(2, SparseIndexTest.entries(ROWS)).writeTo(directory, FILE, OWNER);
  }
}
