package io.vicinal.cluster.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page and the code, as two sources for the same facts. */
class LogEntryFormatTest {
  private static final FormatPage PAGE = FormatPage.read("replicated-log.md");

  @Test
  void pageHasTheOffsetsOfTheCode() {
    assertThat(PAGE.fields("An entry"))
        .containsExactly(
            new Field("version", EntryDescriptor.VERSION_OFFSET, EntryDescriptor.VERSION_BYTES),
            new Field("type", EntryDescriptor.TYPE_OFFSET, EntryDescriptor.TYPE_BYTES),
            new Field("reserved", EntryDescriptor.RESERVED_OFFSET, EntryDescriptor.RESERVED_BYTES),
            new Field("parts", EntryDescriptor.PARTS_OFFSET, EntryDescriptor.PARTS_BYTES));
    assertThat(PAGE.fields("Slices"))
        .containsExactly(
            new Field("entry", EntrySlices.ENTRY_OFFSET, EntrySlices.ENTRY_BYTES),
            new Field("slice", EntrySlices.SLICE_OFFSET, EntrySlices.SLICE_BYTES),
            new Field("slices", EntrySlices.SLICES_OFFSET, EntrySlices.SLICES_BYTES));
  }

  @Test
  void pageHasTheTypesOfTheCode() {
    assertThat(PAGE.rowsUnder("code").stream().map(row -> row.get(0) + " " + row.get(1)))
        .containsExactlyElementsOf(
            Arrays.stream(EntryType.values())
                .map(type -> type.code() + " `" + type.name() + "`")
                .toList());
  }

  @Test
  void pageHasTheBytesThatTheCodeWrites() {
    LogEntry entry = new LogEntry(EntryType.WRITE, List.of(bytes("abc"), bytes("de")));
    byte[] encoded = new byte[entry.encode().remaining()];
    entry.encode().get(encoded);
    assertThat(PAGE.hexDump()).isEqualTo(FormatPage.hexDumpOf(encoded));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
