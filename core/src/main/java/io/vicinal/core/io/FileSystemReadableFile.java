package io.vicinal.core.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A {@link ReadableFile} on a {@code RandomAccessFile}, for the reason given at {@link
 * Uninterrupted}. Reads take turns; whoever reads often maps the file instead.
 */
final class FileSystemReadableFile implements ReadableFile {
  private static final int CHUNK_LENGTH = 1 << 16;

  private final Path path;
  private final RandomAccessFile file;

  private FileSystemReadableFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static FileSystemReadableFile open(Path path) throws IOException {
    return new FileSystemReadableFile(path, new RandomAccessFile(path.toFile(), "r"));
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public long length() {
    try {
      return file.length();
    } catch (IOException e) {
      throw Uninterrupted.failure("find the length of", path, e);
    }
  }

  @Override
  public synchronized void read(long position, ByteBuffer target) {
    requireInside(position, target.remaining());
    try {
      file.seek(position);
      if (target.hasArray()) {
        file.readFully(
            target.array(), target.arrayOffset() + target.position(), target.remaining());
        target.position(target.limit());
      } else {
        readThroughChunks(target);
      }
    } catch (IOException e) {
      throw Uninterrupted.failure("read offset " + position + " of", path, e);
    }
  }

  private void readThroughChunks(ByteBuffer target) throws IOException {
    byte[] chunk = new byte[Math.min(CHUNK_LENGTH, target.remaining())];
    while (target.hasRemaining()) {
      int n = Math.min(chunk.length, target.remaining());
      file.readFully(chunk, 0, n);
      target.put(chunk, 0, n);
    }
  }

  @Override
  public MappedRegion map(long position, long length) {
    requireInside(position, length);
    return Uninterrupted.call(
        "map",
        path,
        () -> {
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new FileSystemMappedRegion(channel.map(MapMode.READ_ONLY, position, length));
          }
        });
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw Uninterrupted.failure("close", path, e);
    }
  }

  private void requireInside(long position, long count) {
    long length = length();
    if (count > length - position) {
      throw new DamagedFileException(
          location(), position, count + " more bytes", (length - position) + " bytes");
    }
  }
}
