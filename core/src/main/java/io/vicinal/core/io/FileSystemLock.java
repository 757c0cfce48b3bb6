package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock of a directory: a lock of the operating system on its file {@code LOCK}, which holds the
 * owner's process id for messages, and an entry in a register of this process.
 *
 * <p>Both are needed. The operating system frees its lock when a process dies, however it dies, but
 * knows processes only: a second opening by the same process would end the lock of the first when
 * its own file is closed.
 *
 * <p>The file stays when the lock is released. Deleting it would let two processes lock two
 * different files of the same name.
 */
final class FileSystemLock implements DirectoryLock {
  /** Far behind the process id, which others must be able to read where locks are mandatory. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int LONGEST_PROCESS_ID = 20;
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private FileSystemLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static FileSystemLock acquire(Path path) throws IOException {
    // Two names of one directory, by way of a link, must meet in the register.
    Path directory = path.toRealPath();
    if (!HELD_BY_THIS_PROCESS.add(directory)) {
      throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return lock(directory);
    } catch (IOException | RuntimeException e) {
      HELD_BY_THIS_PROCESS.remove(directory);
      throw e;
    }
  }

  /**
   * A lock that several readers may hold, and that nobody holds beside {@link #acquire}. Writes
   * nothing: a directory without the file was never locked, and is not by this.
   */
  static DirectoryLock share(Path path) throws IOException {
    Path directory = path.toRealPath();
    if (HELD_BY_THIS_PROCESS.contains(directory)) {
      throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
    }
    if (!Files.exists(directory.resolve(FILE))) {
      return () -> {};
    }
    FileChannel channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.READ);
    try {
      if (!tryLock(channel, true)) {
        throw inUse(directory, processId(channel));
      }
      return () -> Uninterrupted.call("unlock", directory, () -> close(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel close(FileChannel channel) throws IOException {
    channel.close();
    return channel;
  }

  private static FileSystemLock lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (!tryLock(channel, false)) {
        throw inUse(directory, processId(channel));
      }
      String processId = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(processId.getBytes(StandardCharsets.US_ASCII)), 0);
      return new FileSystemLock(directory, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // A copy of this class in another class loader, with a register of its own, holds the lock.
      return false;
    }
  }

  private static String processId(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_PROCESS_ID);
    channel.read(bytes, 0);
    String processId = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return processId.isEmpty() ? "unknown" : processId;
  }

  private static VicinalException inUse(Path directory, String processId) {
    return new VicinalException(
        ErrorCode.DIRECTORY_IN_USE,
        "directory "
            + directory
            + " is in use by process "
            + processId
            + "; stop it, or choose another directory");
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    Uninterrupted.call(
        "unlock",
        directory,
        () -> {
          // Closing the only channel on the file gives the lock back to the operating system.
          channel.close();
          HELD_BY_THIS_PROCESS.remove(directory);
          return directory;
        });
  }
}
