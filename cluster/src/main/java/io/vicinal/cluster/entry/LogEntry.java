package io.vicinal.cluster.entry;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of a replicated log.
 *
 * @param version the oldest of the format that has what is in it
 * @param type what it does
 * @param parts what it does it with; see {@link EntryType}
 */
public record LogEntry(int version, EntryType type, List<ByteBuffer> parts) {
  /** Copies the list, not the bytes. */
  public LogEntry {
    parts = List.copyOf(parts);
  }

  /** An entry of the first version. */
  public LogEntry(EntryType type, List<ByteBuffer> parts) {
    this(EntryDescriptor.VERSIONS.oldest(), type, parts);
  }

  /** An entry of one part. */
  public static LogEntry of(EntryType type, ByteBuffer part) {
    return new LogEntry(type, List.of(part));
  }

  /** The size of an entry of so many parts, which have so many bytes together. */
  public static long encodedBytes(int parts, long partBytes) {
    return EntryDescriptor.partsStart(parts) + partBytes;
  }

  /** The bytes of this entry; the parts are copied once. */
  public ByteBuffer encode() {
    List<ByteBuffer> pieces = pieces();
    ByteBuffer target = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(piece -> target.put(piece.duplicate()));
    return target.flip();
  }

  /** What the bytes of this entry consist of: what comes before the parts, and the parts. */
  List<ByteBuffer> pieces() {
    long bytes = encodedBytes(parts.size(), parts.stream().mapToLong(ByteBuffer::remaining).sum());
    if (bytes > Integer.MAX_VALUE) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE, "a write of " + bytes + " bytes; expected less than 2 GiB");
    }
    ByteBuffer head =
        ByteBuffer.allocate(EntryDescriptor.partsStart(parts.size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) version);
    head.put((byte) type.code());
    head.putShort((short) 0);
    head.putInt(parts.size());
    parts.forEach(part -> head.putInt(part.remaining()));
    List<ByteBuffer> pieces = new ArrayList<>(parts.size() + 1);
    pieces.add(head.flip());
    pieces.addAll(parts);
    return pieces;
  }

  /**
   * The inverse of {@link #encode}; the parts are views of the bytes.
   *
   * @param location where the bytes are from, for messages
   * @throws UnsupportedFormatException when a newer release wrote it
   * @throws DamagedFileException when it is none of ours
   */
  public static LogEntry decode(ByteBuffer bytes, String location) {
    ByteBuffer source = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    require(
        source.remaining() >= EntryDescriptor.HEADER_BYTES,
        location,
        0,
        "a header of " + EntryDescriptor.HEADER_BYTES + " bytes",
        source.remaining() + " bytes");
    int version = source.get(EntryDescriptor.VERSION_OFFSET);
    if (!EntryDescriptor.VERSIONS.contains(version)) {
      throw new UnsupportedFormatException(
          location, EntryDescriptor.VERSION_OFFSET, version, EntryDescriptor.VERSIONS);
    }
    int code = source.get(EntryDescriptor.TYPE_OFFSET);
    EntryType type =
        EntryType.of(code)
            .orElseThrow(
                () ->
                    new DamagedFileException(
                        location, EntryDescriptor.TYPE_OFFSET, "a type of entry", "" + code));
    short reserved = source.getShort(EntryDescriptor.RESERVED_OFFSET);
    require(reserved == 0, location, EntryDescriptor.RESERVED_OFFSET, "zeros", "" + reserved);
    return new LogEntry(version, type, decodeParts(source, location));
  }

  private static List<ByteBuffer> decodeParts(ByteBuffer source, String location) {
    int count = source.getInt(EntryDescriptor.PARTS_OFFSET);
    int most =
        (source.remaining() - EntryDescriptor.HEADER_BYTES) / EntryDescriptor.PART_LENGTH_BYTES;
    require(
        count >= 0 && count <= most,
        location,
        EntryDescriptor.PARTS_OFFSET,
        "0.." + most + " parts",
        "" + count);
    List<ByteBuffer> parts = new ArrayList<>(count);
    int position = EntryDescriptor.partsStart(count);
    for (int part = 0; part < count; part++) {
      int length = source.getInt(EntryDescriptor.lengthOffset(part));
      int rest = source.limit() - position;
      require(
          length >= 0 && length <= rest,
          location,
          EntryDescriptor.lengthOffset(part),
          "a length of 0.." + rest,
          "" + length);
      parts.add(source.slice(position, length));
      position += length;
    }
    require(
        position == source.limit(),
        location,
        position,
        "the end of the entry",
        (source.limit() - position) + " bytes more");
    return parts;
  }

  private static void require(
      boolean legal, String location, long offset, String expected, String found) {
    if (!legal) {
      throw new DamagedFileException(location, offset, expected, found);
    }
  }
}
