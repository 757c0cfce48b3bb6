package io.vicinal.cluster.entry;

import io.vicinal.core.io.DamagedFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are too large for a log go into it as slices, one right after the other, and have
 * their effect with the last one.
 *
 * <p>The first part of a slice, 16 bytes in little-endian order, is
 *
 * <pre>
 *  0               8       12      16
 * +---------------+-------+-------+
 * | entry         | slice | slices|
 * +---------------+-------+-------+
 * </pre>
 *
 * <p>a random number of the entry, the number of the slice, and how many there are; the second part
 * is the slice.
 *
 * <p>No slice is kept beyond the next entry: one that does not continue it means that whoever
 * submitted the slices has died, and nobody was told that they had an effect. That is also what
 * makes it safe to forget an unfinished entry in a restart: while its slices arrive no other entry
 * is applied, so the durable position is before the first of them, and all are applied again.
 *
 * <p>An object of this class puts slices together again, for one thread.
 */
public final class EntrySlices {
  static final int ENTRY_OFFSET = 0;
  static final int ENTRY_BYTES = Long.BYTES;
  static final int SLICE_OFFSET = ENTRY_OFFSET + ENTRY_BYTES;
  static final int SLICE_BYTES = Integer.BYTES;
  static final int SLICES_OFFSET = SLICE_OFFSET + SLICE_BYTES;
  static final int SLICES_BYTES = Integer.BYTES;
  static final int HEADER_BYTES = SLICES_OFFSET + SLICES_BYTES;

  private static final int PARTS = 2;

  private final List<ByteBuffer> kept = new ArrayList<>();
  private long entry;

  /**
   * Cuts an entry into slices.
   *
   * @param bytes an encoded entry
   * @param maxBytes the largest entry of the log
   * @param number tells this entry from others that are cut at about the same time
   * @return entries of type {@link EntryType#SLICE}, at most so large
   */
  public static List<ByteBuffer> cut(ByteBuffer bytes, int maxBytes, long number) {
    int most = Math.toIntExact(maxBytes - LogEntry.encodedBytes(PARTS, HEADER_BYTES));
    if (most <= 0) {
      throw new IllegalArgumentException("no slice fits into " + maxBytes + " bytes");
    }
    int slices = Math.toIntExact(((long) bytes.remaining() + most - 1) / most);
    List<ByteBuffer> cut = new ArrayList<>(slices);
    for (int slice = 0; slice < slices; slice++) {
      int from = slice * most;
      int length = Math.min(most, bytes.remaining() - from);
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      header.putLong(number).putInt(slice).putInt(slices).flip();
      ByteBuffer content = bytes.slice(bytes.position() + from, length);
      cut.add(new LogEntry(EntryType.SLICE, List.of(header, content)).encode());
    }
    return cut;
  }

  /**
   * Takes the next slice in the log; returns the entry if it was the last.
   *
   * @param slice of type {@link EntryType#SLICE}; its bytes are copied
   */
  public @Nullable ByteBuffer add(LogEntry slice, String location) {
    if (slice.parts().size() != PARTS || slice.parts().get(0).remaining() != HEADER_BYTES) {
      throw new DamagedFileException(
          location, 0, "a slice in " + PARTS + " parts", slice.parts().size() + " parts");
    }
    ByteBuffer header = slice.parts().get(0).slice().order(ByteOrder.LITTLE_ENDIAN);
    long number = header.getLong(ENTRY_OFFSET);
    int index = header.getInt(SLICE_OFFSET);
    int count = header.getInt(SLICES_OFFSET);
    if (index == 0) {
      kept.clear();
      entry = number;
    }
    if (number != entry || index != kept.size()) {
      // The rest of an entry whose beginning somebody else's came between.
      kept.clear();
      return null;
    }
    ByteBuffer content = slice.parts().get(1);
    kept.add(ByteBuffer.allocate(content.remaining()).put(content.duplicate()).flip());
    if (index + 1 < count) {
      return null;
    }
    ByteBuffer whole = ByteBuffer.allocate(kept.stream().mapToInt(ByteBuffer::remaining).sum());
    kept.forEach(whole::put);
    kept.clear();
    return whole.flip();
  }

  /** Forgets slices of an unfinished entry; to be called for every other entry. */
  public void clear() {
    kept.clear();
  }
}
