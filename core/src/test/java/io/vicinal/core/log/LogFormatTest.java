package io.vicinal.core.log;

import static io.vicinal.core.log.LogFixture.commit;
import static io.vicinal.core.log.LogFixture.open;
import static io.vicinal.core.log.LogFixture.recordsAfterRestart;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import io.vicinal.core.io.GoldenFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/format/log.md} and the golden file with the code. */
class LogFormatTest {
  private static final FormatPage PAGE = FormatPage.read("log.md");
  private static final String FILE = "log-00000000000000000001.wal";

  @Test
  void pageHasTheOffsetsOfTheFileHeader() {
    assertThat(PAGE.fields("File header"))
        .containsExactly(
            new Field("common header", 0, FileHeader.LENGTH),
            new Field("first sequence", LogDescriptor.FIRST_SEQUENCE_OFFSET, Long.BYTES),
            new Field("file epoch", LogDescriptor.FILE_EPOCH_OFFSET, Integer.BYTES),
            new Field("file header checksum", LogDescriptor.FILE_CHECKSUM_OFFSET, Integer.BYTES));
  }

  @Test
  void pageHasTheOffsetsOfARecord() {
    assertThat(PAGE.fields("Record"))
        .containsExactly(
            new Field("record checksum", LogDescriptor.CHECKSUM_OFFSET, Integer.BYTES),
            new Field("record length", LogDescriptor.LENGTH_OFFSET, Integer.BYTES),
            new Field("epoch", LogDescriptor.EPOCH_OFFSET, Integer.BYTES),
            new Field("type", LogDescriptor.TYPE_OFFSET, Short.BYTES),
            new Field("reserved", LogDescriptor.RESERVED_OFFSET, Short.BYTES),
            new Field("sequence", LogDescriptor.SEQUENCE_OFFSET, Long.BYTES),
            new Field("durable sequence", LogDescriptor.DURABLE_SEQUENCE_OFFSET, Long.BYTES));
    assertThat(PAGE.rows("Record"))
        .contains(
            List.of(
                Integer.toString(LogDescriptor.RECORD_HEADER_LENGTH),
                "",
                "payload",
                "length − " + LogDescriptor.RECORD_HEADER_LENGTH + " bytes",
                "",
                ""));
  }

  @Test
  void pageHasEveryTypeOfRecord() {
    List<String> types = new ArrayList<>();
    for (LogRecordType type : LogRecordType.values()) {
      assertThat(LogRecordType.ofCode(type.code())).isEqualTo(type);
      types.add(type.code() + " " + type.name());
    }
    assertThat(PAGE.rowsUnder("number"))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactlyElementsOf(types);
    assertThat(LogRecordType.ofCode((short) 0)).isNull();
  }

  @Test
  void headersKeepWhatFollowsThemAligned() {
    assertThat(LogDescriptor.FILE_HEADER_LENGTH % LogDescriptor.RECORD_ALIGNMENT).isZero();
    assertThat(LogDescriptor.RECORD_HEADER_LENGTH % LogDescriptor.RECORD_ALIGNMENT).isZero();
    assertThat(LogDescriptor.MAX_RECORD_LENGTH).as("2^28 on the page").isEqualTo(1 << 28);
  }

  @Test
  void pageShowsTheBytesOfALogWithOneRecord() {
    assertThat(PAGE.hexDump()).isEqualTo(FormatPage.hexDumpOf(logWithOneRecord()));
  }

  @Test
  void writesVersion1AsItWasReleased() {
    assertThat(logWithOneRecord()).isEqualTo(GoldenFile.read("log/v1/" + FILE));
  }

  @Test
  void readsVersion1AsItWasReleased() {
    FaultyDirectory disk = FaultyDirectory.create();
    disk.overwrite(FILE, GoldenFile.read("log/v1/" + FILE));
    assertThat(recordsAfterRestart(disk)).containsExactly("1:hello");
  }

  private static byte[] logWithOneRecord() {
    FaultyDirectory disk = FaultyDirectory.create();
    commit(open(disk), "hello");
    return disk.bytes(FILE);
  }
}
