package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one run at a time: taken, emptied of what a run before left, checked for space.
 * Only what a run makes is ever removed. A lock keeps a second run out; the system gives it back
 * whatever way this process ends.
 */
final class WorkDirectory implements AutoCloseable {
  /** What broker and node write with the default number of records, several times. */
  private static final long LEAST_FREE_BYTES = 1L << 30;

  private static final String LOCK = "quickstart.lock";
  private static final List<String> DATA = List.of("kafka", "node", "tmp");
  private static final List<String> MADE = List.of("kafka", "node", "tmp", "logs");

  private final Path directory;
  private final FileChannel lock;
  private boolean emptyWhenClosed;

  private WorkDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory, which is created if absent.
   *
   * @throws VicinalException {@code DIRECTORY_IN_USE} if another run has it; {@code
   *     STORAGE_FAILURE} if it cannot be written or too little space is left
   */
  static WorkDirectory take(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      WorkDirectory taken = new WorkDirectory(directory, lock);
      if (!isFree(lock)) {
        lock.close();
        throw new VicinalException(
            ErrorCode.DIRECTORY_IN_USE,
            "directory "
                + directory
                + ": expected it unused, but another quickstart runs in it; --work names another");
      }
      taken.empty(MADE);
      taken.checkSpace();
      return taken;
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE,
          "directory " + directory + ": expected it writable, but: " + e,
          e);
    }
  }

  /** The run went well: its data is of no use to anybody, its logs may be. */
  void emptyWhenClosed() {
    emptyWhenClosed = true;
  }

  @Override
  public void close() {
    try {
      if (emptyWhenClosed) {
        empty(DATA);
      }
      lock.close();
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "directory " + directory + ": cannot be emptied: " + e, e);
    }
  }

  private void checkSpace() throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE,
          "directory %s: expected %d MB free on its disk, found %d MB"
              .formatted(directory, LEAST_FREE_BYTES >> 20, free >> 20));
    }
  }

  private void empty(List<String> names) throws IOException {
    for (String name : names) {
      Path root = directory.resolve(name);
      if (Files.exists(root)) {
        try (Stream<Path> tree = Files.walk(root)) {
          for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
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
