package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file in bulk, little-endian, and knows the CRC32C of all that it wrote.
 *
 * <p>A file of ours is framed: created with its {@link FileHeader} by {@link #createFramed}, ended
 * by {@link #finish}. A file of another format (Arrow IPC) is written through the same class as a
 * channel, without frame, and its {@link #fileChecksum} is recorded elsewhere.
 *
 * <p>For one thread. A file that was not finished has no footer, and no reader accepts it.
 */
public final class ChecksummedOutput implements WritableByteChannel {
  private static final int BUFFER_LENGTH = 1 << 16;

  private final AppendableFile file;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private long drained;
  private @Nullable FileChecksum framed;

  private ChecksummedOutput(AppendableFile file) {
    this.file = file;
  }

  /** Creates a file without frame; one of that name must not exist. */
  public static ChecksummedOutput create(StorageDirectory directory, String file) {
    return new ChecksummedOutput(directory.create(file));
  }

  /** Creates a file and writes its header; one of that name must not exist. */
  public static ChecksummedOutput createFramed(
      StorageDirectory directory, String file, FileHeader header) {
    ChecksummedOutput output = create(directory, file);
    try {
      header.writeTo(output);
    } catch (RuntimeException e) {
      output.close();
      throw e;
    }
    return output;
  }

  /** Writes the footer and makes the bytes durable; the name is the caller's to sync. */
  public void finish() {
    int checksum = FileFooter.writeTo(this);
    framed = new FileChecksum(position(), checksum);
    sync();
  }

  /** How many bytes were written. */
  public long position() {
    return drained + buffer.position();
  }

  /** The CRC32C of all bytes written until now. */
  public int checksum() {
    drain();
    return (int) crc.getValue();
  }

  /** Length and checksum of the finished file, or of one without frame as written until now. */
  public FileChecksum fileChecksum() {
    return framed == null ? new FileChecksum(position(), checksum()) : framed;
  }

  /** Writes one byte. */
  public void putByte(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  /** Writes a 16-bit integer. */
  public void putShort(int value) {
    room(Short.BYTES).putShort((short) value);
  }

  /** Writes a 32-bit integer. */
  public void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /** Writes a 64-bit integer. */
  public void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Writes a 32-bit floating-point number. */
  public void putFloat(float value) {
    room(Float.BYTES).putFloat(value);
  }

  /** Writes {@code count} bytes from {@code from} on. */
  public void putBytes(byte[] values, int from, int count) {
    write(ByteBuffer.wrap(values, from, count));
  }

  /** Writes {@code count} 32-bit integers from {@code from} on. */
  public void putInts(int[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, room(Integer.BYTES).remaining() / Integer.BYTES);
      buffer.asIntBuffer().put(values, from + done, n);
      done += advance(n, Integer.BYTES);
    }
  }

  /** Writes {@code count} 64-bit integers from {@code from} on. */
  public void putLongs(long[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, room(Long.BYTES).remaining() / Long.BYTES);
      buffer.asLongBuffer().put(values, from + done, n);
      done += advance(n, Long.BYTES);
    }
  }

  /** Writes {@code count} 32-bit floating-point numbers from {@code from} on. */
  public void putFloats(float[] values, int from, int count) {
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, room(Float.BYTES).remaining() / Float.BYTES);
      buffer.asFloatBuffer().put(values, from + done, n);
      done += advance(n, Float.BYTES);
    }
  }

  /** Writes zeros until the position is a multiple of {@code alignment}. */
  public void align(int alignment) {
    while (position() % alignment != 0) {
      putByte(0);
    }
  }

  /** Writes all remaining bytes; returns how many. */
  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    if (count > buffer.remaining()) {
      drain();
    }
    if (count > buffer.remaining()) {
      crc.update(source.duplicate());
      file.write(source);
      drained += count;
    } else {
      buffer.put(source);
    }
    return count;
  }

  /** Makes the bytes written until now durable. */
  public void sync() {
    drain();
    file.sync();
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Closes the file without finishing it; does nothing the second time. */
  @Override
  public void close() {
    file.close();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private int advance(int elements, int width) {
    buffer.position(buffer.position() + elements * width);
    return elements;
  }

  private void drain() {
    buffer.flip();
    crc.update(buffer.duplicate());
    drained += file.write(buffer);
    buffer.clear();
  }
}
