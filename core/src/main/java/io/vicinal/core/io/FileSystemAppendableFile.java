package io.vicinal.core.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An {@link AppendableFile} on a {@code RandomAccessFile} rather than a {@code FileChannel}: an
 * interrupt of one writer would close the channel for all, which for a log is a failed write.
 */
final class FileSystemAppendableFile implements AppendableFile {
  /** The JDK copies each write through native memory of its size: this bounds it. */
  private static final int CHUNK_LENGTH = 1 << 16;

  private final Path path;
  private final RandomAccessFile file;
  private byte[] chunk = new byte[0];
  private long length;
  private volatile boolean open = true;

  private FileSystemAppendableFile(Path path, RandomAccessFile file, long length) {
    this.path = path;
    this.file = file;
    this.length = length;
  }

  static FileSystemAppendableFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      long length = file.length();
      file.seek(length);
      return new FileSystemAppendableFile(path, file, length);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    try {
      while (source.hasRemaining()) {
        writeChunk(source);
      }
    } catch (IOException e) {
      throw Uninterrupted.failure("write " + count + " bytes to", path, e);
    }
    return count;
  }

  private void writeChunk(ByteBuffer source) throws IOException {
    int n = Math.min(source.remaining(), CHUNK_LENGTH);
    if (source.hasArray()) {
      file.write(source.array(), source.arrayOffset() + source.position(), n);
      source.position(source.position() + n);
    } else {
      if (chunk.length < n) {
        chunk = new byte[CHUNK_LENGTH];
      }
      source.get(chunk, 0, n);
      file.write(chunk, 0, n);
    }
    length += n;
  }

  @Override
  public void truncate(long newLength) {
    try {
      // A failed write may have left bytes that length does not count: they go as well.
      if (newLength > file.length()) {
        throw new IOException("the file has " + file.length() + " bytes");
      }
      file.setLength(newLength);
      file.seek(newLength);
      length = newLength;
    } catch (IOException e) {
      throw Uninterrupted.failure("cut to " + newLength + " bytes", path, e);
    }
  }

  @Override
  public void sync() {
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw Uninterrupted.failure("sync", path, e);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    try {
      file.close();
    } catch (IOException e) {
      throw Uninterrupted.failure("close", path, e);
    }
  }
}
