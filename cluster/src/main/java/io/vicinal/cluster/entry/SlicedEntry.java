package io.vicinal.cluster.entry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An entry that is too large for a log, cut into slices as {@link EntrySlices} says. A slice is
 * made when it is asked for, so that the entry is never in memory as a whole beside its parts.
 */
public final class SlicedEntry {
  private final List<ByteBuffer> pieces;
  private final int bytes;
  private final int most;
  private final long number;

  private SlicedEntry(List<ByteBuffer> pieces, int bytes, int most, long number) {
    this.pieces = pieces;
    this.bytes = bytes;
    this.most = most;
    this.number = number;
  }

  /**
   * Cuts an entry.
   *
   * @param entry whose parts are not changed as long as slices are made
   * @param maxBytes the largest entry of the log
   * @param number tells this entry from others that are cut at about the same time
   */
  public static SlicedEntry of(LogEntry entry, int maxBytes, long number) {
    int most =
        Math.toIntExact(
            maxBytes - LogEntry.encodedBytes(EntrySlices.PARTS, EntrySlices.HEADER_BYTES));
    if (most <= 0) {
      throw new IllegalArgumentException("no slice fits into " + maxBytes + " bytes");
    }
    List<ByteBuffer> pieces = entry.pieces();
    int bytes = pieces.stream().mapToInt(ByteBuffer::remaining).sum();
    return new SlicedEntry(pieces, bytes, most, number);
  }

  /** How many slices there are. */
  public int count() {
    return Math.toIntExact(((long) bytes + most - 1) / most);
  }

  /** An encoded entry of type {@link EntryType#SLICE}; all but the last are of one length. */
  public ByteBuffer slice(int index) {
    ByteBuffer header =
        ByteBuffer.allocate(EntrySlices.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(number).putInt(index).putInt(count()).flip();
    int from = Math.multiplyExact(index, most);
    ByteBuffer content = content(from, Math.min(most, bytes - from));
    return new LogEntry(EntryType.SLICE, List.of(header, content)).encode();
  }

  private ByteBuffer content(int from, int length) {
    ByteBuffer content = ByteBuffer.allocate(length);
    int start = 0;
    for (ByteBuffer piece : pieces) {
      int begin = Math.max(from, start);
      int end = Math.min(from + length, start + piece.remaining());
      if (begin < end) {
        content.put(piece.slice(piece.position() + begin - start, end - begin));
      }
      start += piece.remaining();
    }
    return content.flip();
  }
}
