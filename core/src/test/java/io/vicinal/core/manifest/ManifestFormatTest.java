package io.vicinal.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import io.vicinal.core.io.GoldenFile;
import io.vicinal.core.io.StoredJson;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.Manifest.ManifestDeletes;
import io.vicinal.core.manifest.Manifest.ManifestSegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/**
 * Compares {@code docs/format/manifest.md}, {@code deletes.md} and the golden files with the code.
 */
class ManifestFormatTest {
  private static final FormatPage MANIFEST = FormatPage.read("manifest.md");
  private static final FormatPage DELETES = FormatPage.read("deletes.md");
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void pageHasTheOffsetsOfDeletes() {
    assertThat(DELETES.fields("Layout"))
        .containsExactly(
            new Field("common header", 0, FileHeader.LENGTH),
            new Field("rows", DeletesFile.ROWS_OFFSET, Integer.BYTES),
            new Field("deleted rows", DeletesFile.COUNT_OFFSET, Integer.BYTES),
            new Field("length", DeletesFile.LENGTH_OFFSET, Integer.BYTES));
    assertThat(DELETES.rows("Layout").get(4))
        .startsWith(Integer.toString(DeletesFile.BITMAP_OFFSET), "", "bitmap");
  }

  @Test
  void pageShowsTheBytesOfDeletes() {
    writeDeletes();
    assertThat(DELETES.hexDump())
        .isEqualTo(FormatPage.hexDumpOf(directory.bytes("deletes-3-8.bin")));
  }

  @Test
  void writesAndReadsDeletesAsTheyWereReleased() {
    ManifestDeletes written = writeDeletes();
    byte[] golden = GoldenFile.read("deletes/v1/deletes-3-8.bin");
    assertThat(directory.bytes("deletes-3-8.bin")).isEqualTo(golden);
    assertThat(DeletesFile.read(directory, written, OWNER, 10))
        .isEqualTo(RoaringBitmap.bitmapOf(3));
  }

  @Test
  void pageHasTheFieldsOfAManifest() {
    ObjectNode json = manifest().toJson();
    assertThat(MANIFEST.rowsUnder("field"))
        .extracting(row -> row.get(0).replace("`", ""))
        .containsExactlyElementsOf(json::fieldNames);
    JsonNode segment = json.path("segments").path(0);
    assertThat(MANIFEST.rowsUnder("element"))
        .extracting(row -> row.get(0).replace("`", ""))
        .containsExactlyElementsOf(segment::fieldNames);
  }

  @Test
  void pageShowsAManifestAsItIsWritten() {
    ChecksummedJson.write(directory, "manifest-2.json", manifest().toJson());
    String text = new String(directory.bytes("manifest-2.json"), StandardCharsets.UTF_8);
    assertThat(String.join("\n", MANIFEST.block("json")) + "\n").isEqualTo(text);
  }

  @Test
  void writesAndReadsManifestsAsTheyWereReleased() {
    byte[] golden = GoldenFile.read("manifest/v1/manifest-2.json");
    ChecksummedJson.write(directory, "manifest-2.json", manifest().toJson());
    assertThat(directory.bytes("manifest-2.json")).isEqualTo(golden);
    StoredJson json = StoredJson.of(ChecksummedJson.read(directory, "manifest-2.json"), "golden");
    assertThat(Manifest.ofJson(json)).isEqualTo(manifest());
  }

  private ManifestDeletes writeDeletes() {
    return DeletesFile.write(
        directory, DeletesFile.name(3, 8), OWNER, 10, RoaringBitmap.bitmapOf(3));
  }

  private static Manifest manifest() {
    ManifestDeletes deletes =
        new ManifestDeletes("deletes-3-2.bin", 1, new FileChecksum(90, 0x01234567));
    return new Manifest(
        2,
        new LogPosition(5, 1234),
        4,
        List.of(
            new ManifestSegment(3, 10, new FileChecksum(612, 0x89abcdef), Optional.of(deletes))));
  }
}
