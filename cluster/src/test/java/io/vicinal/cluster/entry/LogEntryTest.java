package io.vicinal.cluster.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogEntryTest {
  private static final long SEED = Long.getLong("vicinal.seed", 17);

  @Test
  void isReadAsItWasWritten() {
    for (EntryType type : EntryType.values()) {
      for (List<String> texts : List.of(List.<String>of(), List.of(""), List.of("a", "", "bcd"))) {
        LogEntry entry = new LogEntry(type, texts.stream().map(LogEntryTest::bytes).toList());
        ByteBuffer encoded = entry.encode();
        assertThat(encoded.remaining())
            .isEqualTo((int) LogEntry.encodedBytes(texts.size(), String.join("", texts).length()));
        assertThat(LogEntry.decode(encoded, "here")).isEqualTo(entry);
      }
    }
  }

  @Test
  void refusesWhatIsNoEntry() {
    ByteBuffer intact = new LogEntry(EntryType.WRITE, List.of(bytes("a"), bytes("bc"))).encode();
    for (int length = 0; length < intact.remaining(); length++) {
      ByteBuffer cut = intact.slice(0, length);
      assertThatThrownBy(() -> LogEntry.decode(cut, "here"))
          .isInstanceOf(DamagedFileException.class);
    }
    ByteBuffer longer =
        ByteBuffer.allocate(intact.remaining() + 1).put(intact.duplicate()).rewind();
    assertThatThrownBy(() -> LogEntry.decode(longer, "here"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("1 bytes more");
    assertDamage(intact, EntryDescriptor.TYPE_OFFSET, 99, "a type of entry");
    assertDamage(intact, EntryDescriptor.RESERVED_OFFSET, 1, "zeros");
    assertDamage(intact, EntryDescriptor.PARTS_OFFSET, 3, "0..2 parts");
    assertDamage(intact, EntryDescriptor.lengthOffset(0), 4, "a length of 0..3");
    assertThatThrownBy(() -> LogEntry.decode(changed(intact, 0, 3), "here"))
        .isInstanceOf(UnsupportedFormatException.class);
  }

  @Test
  void comesBackFromSlices() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      LogEntry entry = entry(random, 1 + random.nextInt(2000));
      int maxBytes = 64 + random.nextInt(600);
      List<ByteBuffer> slices = slices(entry, maxBytes, round);
      assertThat(slices)
          .allSatisfy(slice -> assertThat(slice.remaining()).isLessThan(maxBytes + 1));
      assertThat(assembled(new EntrySlices(), slices))
          .as("-Dvicinal.seed=%d, round %d", SEED, round)
          .containsExactly(entry.encode());
    }
  }

  @Test
  void hasNoEffectWhenAnythingComesBetweenItsSlices() {
    SplittableRandom random = new SplittableRandom(SEED);
    LogEntry whole = entry(random, 90);
    List<ByteBuffer> first = slices(entry(random, 100), 80, 1);
    List<ByteBuffer> second = slices(whole, 80, 2);
    assertThat(first).hasSizeGreaterThan(2);
    List<ByteBuffer> interrupted = new ArrayList<>(first.subList(0, 1));
    interrupted.addAll(second);
    interrupted.addAll(first.subList(1, first.size()));
    assertThat(assembled(new EntrySlices(), interrupted)).containsExactly(whole.encode());

    EntrySlices slices = new EntrySlices();
    assertThat(assembled(slices, first.subList(0, 2))).isEmpty();
    slices.clear();
    assertThat(assembled(slices, first.subList(2, first.size()))).isEmpty();
  }

  @Test
  void refusesSlicesThatAreNoEntry() {
    List<ByteBuffer> slices = slices(entry(new SplittableRandom(SEED), 100), 80, 1);
    ByteBuffer many = changed(slices.get(0), sliceOffset(EntrySlices.SLICES_OFFSET) + 3, 0x7f);
    assertThatThrownBy(() -> assembled(new EntrySlices(), List.of(many)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("below 2 GiB");
    List<ByteBuffer> growing =
        List.of(slices.get(0), slices(entry(new SplittableRandom(SEED), 300), 300, 1).get(1));
    assertThatThrownBy(() -> assembled(new EntrySlices(), growing))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("slices of at most 48 bytes");
  }

  private static int sliceOffset(int offset) {
    return EntryDescriptor.partsStart(EntrySlices.PARTS) + offset;
  }

  /** An entry of three parts. */
  private static LogEntry entry(SplittableRandom random, int bytes) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      byte[] content = new byte[part == 1 ? bytes : random.nextInt(20)];
      random.nextBytes(content);
      parts.add(ByteBuffer.wrap(content));
    }
    return new LogEntry(EntryType.WRITE, parts);
  }

  private static List<ByteBuffer> slices(LogEntry entry, int maxBytes, long number) {
    SlicedEntry sliced = SlicedEntry.of(entry, maxBytes, number);
    return IntStream.range(0, sliced.count()).mapToObj(sliced::slice).toList();
  }

  private static List<ByteBuffer> assembled(EntrySlices slices, List<ByteBuffer> entries) {
    List<ByteBuffer> whole = new ArrayList<>();
    for (ByteBuffer entry : entries) {
      ByteBuffer complete = slices.add(LogEntry.decode(entry, "here"), "here");
      if (complete != null) {
        whole.add(complete);
      }
    }
    return whole;
  }

  private static void assertDamage(ByteBuffer intact, int offset, int value, String expected) {
    assertThatThrownBy(() -> LogEntry.decode(changed(intact, offset, value), "here"))
        .isInstanceOfSatisfying(
            DamagedFileException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(expected);
  }

  private static ByteBuffer changed(ByteBuffer intact, int offset, int value) {
    ByteBuffer copy = ByteBuffer.allocate(intact.remaining()).put(intact.duplicate()).flip();
    return copy.put(offset, (byte) value);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
