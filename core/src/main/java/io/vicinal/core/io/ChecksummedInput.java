package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Reads a framed file from beginning to end, little-endian, and checks its frame.
 *
 * <p>{@link #open} has checked the header and the length of the file. The content is proved only
 * when {@link #finish} returns: nothing read may be used before. A count that decides how much
 * memory to take goes through {@link #requireRemaining} first, so that a damaged one is an error
 * and not an exhausted heap.
 *
 * <p>For one thread.
 */
public final class ChecksummedInput implements AutoCloseable {
  private static final int BUFFER_LENGTH = 1 << 16;

  private final ReadableFile file;
  private final FileHeader header;
  private final FileFooter footer;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_LENGTH).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final CRC32C crc = new CRC32C();
  private long filled;

  private ChecksummedInput(ReadableFile file, FileHeader header, FileFooter footer) {
    this.file = file;
    this.header = header;
    this.footer = footer;
  }

  /**
   * Opens a framed file and stands behind its header.
   *
   * @throws DamagedFileException when header or footer are not those of such a file
   * @throws UnsupportedFormatException when its version is too old or too new
   */
  public static ChecksummedInput open(
      StorageDirectory directory, String name, FileKind kind, FormatVersions supported) {
    ReadableFile file = directory.open(name);
    try {
      ByteBuffer start = ByteBuffer.allocate((int) Math.min(FileHeader.LENGTH, file.length()));
      file.read(0, start);
      // The header first: what a newer release put at the end of its files is not ours to judge.
      FileHeader header = FileHeader.decode(file.location(), start.flip(), kind, supported);
      ChecksummedInput input = new ChecksummedInput(file, header, FileFooter.read(file));
      input.skip(FileHeader.LENGTH);
      return input;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The header. */
  public FileHeader header() {
    return header;
  }

  /** Where the file is, for messages. */
  public String location() {
    return file.location();
  }

  /** The offset in the file of the byte that is read next. */
  public long position() {
    return filled - buffer.remaining();
  }

  /** How many bytes there are between here and the footer. */
  public long remaining() {
    return footer.start() - position();
  }

  /**
   * Checks that so many bytes follow before the footer.
   *
   * @throws DamagedFileException when they do not, or the number is negative
   */
  public void requireRemaining(long bytes) {
    if (bytes < 0 || bytes > remaining()) {
      throw new DamagedFileException(
          location(), position(), bytes + " more bytes of content", remaining() + " bytes");
    }
  }

  /** Reads one byte. */
  public byte getByte() {
    return ready(Byte.BYTES).get();
  }

  /** Reads a 16-bit integer. */
  public short getShort() {
    return ready(Short.BYTES).getShort();
  }

  /** Reads a 32-bit integer. */
  public int getInt() {
    return ready(Integer.BYTES).getInt();
  }

  /** Reads a 64-bit integer. */
  public long getLong() {
    return ready(Long.BYTES).getLong();
  }

  /** Reads a 32-bit floating-point number. */
  public float getFloat() {
    return ready(Float.BYTES).getFloat();
  }

  /** Reads {@code count} bytes to {@code from} and on. */
  public void getBytes(byte[] values, int from, int count) {
    requireRemaining(count);
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, ready(Byte.BYTES).remaining());
      buffer.get(values, from + done, n);
      done += n;
    }
  }

  /** Reads {@code count} 32-bit integers to {@code from} and on. */
  public void getInts(int[] values, int from, int count) {
    requireRemaining((long) count * Integer.BYTES);
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, ready(Integer.BYTES).remaining() / Integer.BYTES);
      buffer.asIntBuffer().get(values, from + done, n);
      done += advance(n, Integer.BYTES);
    }
  }

  /** Reads {@code count} 64-bit integers to {@code from} and on. */
  public void getLongs(long[] values, int from, int count) {
    requireRemaining((long) count * Long.BYTES);
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, ready(Long.BYTES).remaining() / Long.BYTES);
      buffer.asLongBuffer().get(values, from + done, n);
      done += advance(n, Long.BYTES);
    }
  }

  /** Reads {@code count} 32-bit floating-point numbers to {@code from} and on. */
  public void getFloats(float[] values, int from, int count) {
    requireRemaining((long) count * Float.BYTES);
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, ready(Float.BYTES).remaining() / Float.BYTES);
      buffer.asFloatBuffer().get(values, from + done, n);
      done += advance(n, Float.BYTES);
    }
  }

  /** Passes over bytes, which count for the checksum all the same. */
  public void skip(long bytes) {
    requireRemaining(bytes);
    for (long left = bytes; left > 0; ) {
      int n = (int) Math.min(left, ready(Byte.BYTES).remaining());
      buffer.position(buffer.position() + n);
      left -= n;
    }
  }

  /**
   * Passes over the zeros up to the next multiple of {@code alignment}.
   *
   * @throws DamagedFileException when one of them is not zero
   */
  public void align(int alignment) {
    while (position() % alignment != 0) {
      long here = position();
      byte padding = getByte();
      if (padding != 0) {
        throw new DamagedFileException(location(), here, "padding of zeros", "byte " + padding);
      }
    }
  }

  /**
   * Checks that the content ends here and that its checksum is that of the footer.
   *
   * @throws DamagedFileException otherwise; nothing that was read may be used
   */
  public void finish() {
    if (remaining() != 0) {
      throw new DamagedFileException(
          location(), position(), "the footer", remaining() + " more bytes of content");
    }
    ByteBuffer length = ByteBuffer.allocate(FileFooter.CHECKSUM_OFFSET);
    file.read(footer.start(), length);
    crc.update(length.flip());
    int found = (int) crc.getValue();
    if (found != footer.checksum()) {
      throw new DamagedFileException(
          location(),
          0,
          "content with CRC32C " + HexFormat.of().toHexDigits(footer.checksum()),
          HexFormat.of().toHexDigits(found));
    }
  }

  @Override
  public void close() {
    file.close();
  }

  private ByteBuffer ready(int bytes) {
    if (buffer.remaining() < bytes) {
      requireRemaining(bytes);
      refill();
    }
    return buffer;
  }

  private void refill() {
    buffer.compact();
    int kept = buffer.position();
    buffer.limit((int) Math.min(buffer.capacity(), kept + footer.start() - filled));
    file.read(filled, buffer);
    filled += buffer.limit() - kept;
    buffer.position(kept);
    crc.update(buffer.duplicate());
    buffer.position(0);
  }

  private int advance(int elements, int width) {
    buffer.position(buffer.position() + elements * width);
    return elements;
  }
}
