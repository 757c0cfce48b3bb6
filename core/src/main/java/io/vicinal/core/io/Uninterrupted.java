package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Runs one call of the file system to its end and puts its failure into words.
 *
 * <p>An interrupt closes the {@code FileChannel} that the thread is using, under everyone who
 * shares it. So files kept open are not channels (see {@link FileSystemAppendableFile}), and a call
 * that opens a channel of its own is repeated here; the interrupt is left for the caller to see.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** A call that may be repeated when an interrupt cut it short. */
  @FunctionalInterface
  interface IoCall<T> {
    T run() throws IOException;
  }

  static <T> T call(String action, Path target, IoCall<T> call) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.run();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          // Clears the flag, so that the next attempt is not cut short as well.
          Thread.interrupted();
        }
      }
    } catch (IOException e) {
      throw failure(action, target, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static VicinalException failure(String action, Path target, IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return new DamagedFileException(missing.getFile(), 0, "a file", "none of that name");
    }
    return new VicinalException(
        ErrorCode.STORAGE_FAILURE, "cannot " + action + " " + target + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    boolean bare = cause instanceof FileSystemException failure && failure.getReason() == null;
    return bare || cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getMessage();
  }
}
