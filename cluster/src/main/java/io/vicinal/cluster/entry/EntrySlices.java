package io.vicinal.cluster.entry;

import io.vicinal.core.io.DamagedFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * is the slice. No slice is longer than the first; {@link SlicedEntry} makes them.
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

  static final int PARTS = 2;

  /** The entry as far as it has come; null before its first slice. */
  private @Nullable ByteBuffer whole;

  private long entry;
  private int next;
  private int longest;

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
    ByteBuffer content = slice.parts().get(1).duplicate();
    if (index == 0) {
      whole = ByteBuffer.allocate(mostBytes(count, content.remaining(), location));
      entry = number;
      next = 0;
      longest = content.remaining();
    }
    ByteBuffer target = whole;
    if (target == null || number != entry || index != next) {
      // The rest of an entry whose beginning somebody else's came between.
      clear();
      return null;
    }
    if (content.remaining() > longest || index >= count) {
      throw new DamagedFileException(
          location,
          0,
          "one of " + count + " slices of at most " + longest + " bytes",
          "slice " + index + " of " + content.remaining() + " bytes");
    }
    target.put(content);
    next++;
    if (next < count) {
      return null;
    }
    clear();
    return target.flip();
  }

  /** Forgets slices of an unfinished entry; to be called for every other entry. */
  public void clear() {
    whole = null;
  }

  /** The size of an entry whose slices are all as long as the first, as all but the last are. */
  private static int mostBytes(int slices, int bytes, String location) {
    long most = (long) slices * bytes;
    if (slices < 1 || most > Integer.MAX_VALUE + (long) bytes) {
      throw new DamagedFileException(
          location, 0, "slices of an entry below 2 GiB", slices + " of " + bytes + " bytes");
    }
    return (int) Math.min(most, Integer.MAX_VALUE);
  }
}
