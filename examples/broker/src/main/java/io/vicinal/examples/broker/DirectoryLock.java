package io.vicinal.examples.broker;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory to one broker. Kafka locks its directory too, but only after its controller has
 * opened, and written to, the metadata log in it.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "vicinal-broker.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock of {@code directory}, which is created if absent. */
  static DirectoryLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isFree(channel)) {
        channel.close();
        throw new VicinalException(
            ErrorCode.DIRECTORY_IN_USE,
            "directory " + directory + ": expected it unused, but another Kafka broker holds it");
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE,
          "directory " + directory + ": expected it writable, but: " + e,
          e);
    }
  }

  /** Closing the file gives the lock back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }
}
