package io.vicinal.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.FormatPage.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/format/framing.md} and the golden file with the code. */
class FramingFormatTest {
  private static final FormatPage PAGE = FormatPage.read("framing.md");
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final FormatVersions VERSION_1 = FormatVersions.only(1);

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void pageHasTheOffsetsOfTheHeader() {
    assertThat(PAGE.fields("Header"))
        .containsExactly(
            new Field("magic", FileHeader.MAGIC_OFFSET, Long.BYTES),
            new Field("kind", FileHeader.KIND_OFFSET, Integer.BYTES),
            new Field("version", FileHeader.VERSION_OFFSET, Integer.BYTES),
            new Field("owner", FileHeader.OWNER_OFFSET, 2 * Long.BYTES),
            new Field("reserved", FileHeader.RESERVED_OFFSET, Integer.BYTES),
            new Field("header checksum", FileHeader.CHECKSUM_OFFSET, Integer.BYTES));
    assertThat(FileHeader.LENGTH % Long.BYTES).as("what follows is aligned").isZero();
  }

  @Test
  void pageHasTheOffsetsOfTheFooter() {
    assertThat(PAGE.fields("Footer"))
        .containsExactly(
            new Field("length", FileFooter.LENGTH_OFFSET, Long.BYTES),
            new Field("file checksum", FileFooter.CHECKSUM_OFFSET, Integer.BYTES),
            new Field("footer magic", FileFooter.MAGIC_OFFSET, Integer.BYTES));
  }

  @Test
  void pageHasEveryKindOfFile() {
    List<String> kinds = new ArrayList<>();
    for (FileKind kind : FileKind.values()) {
      kinds.add("`" + kind.letters() + "` " + kind.name());
    }
    assertThat(PAGE.rowsUnder("letters"))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactlyElementsOf(kinds);
  }

  @Test
  void pageShowsTheBytesOfTheSmallestFile() {
    assertThat(PAGE.hexDump()).isEqualTo(FormatPage.hexDumpOf(smallestFile()));
  }

  @Test
  void writesVersion1AsItWasReleased() {
    assertThat(smallestFile()).isEqualTo(GoldenFile.read("framing/v1/empty.keys"));
  }

  @Test
  void readsVersion1AsItWasReleased() {
    directory.overwrite("empty.keys", GoldenFile.read("framing/v1/empty.keys"));
    try (ChecksummedInput input =
        ChecksummedInput.open(directory, "empty.keys", FileKind.KEYS, VERSION_1)) {
      input.finish();
      assertThat(input.header()).isEqualTo(new FileHeader(FileKind.KEYS, 1, OWNER));
    }
  }

  private byte[] smallestFile() {
    FileHeader header = new FileHeader(FileKind.KEYS, 1, OWNER);
    try (ChecksummedOutput output =
        ChecksummedOutput.createFramed(directory, "smallest.keys", header)) {
      output.finish();
    }
    return directory.bytes("smallest.keys");
  }
}
