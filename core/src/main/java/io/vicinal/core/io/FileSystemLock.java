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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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
 *
 * <p>Readers share the lock of the operating system with readers in other processes. They write
 * nothing, so that the process id in the file may be that of an owner that has ended.
 */
final class FileSystemLock implements DirectoryLock {
  /** Far behind the process id, which others must be able to read where locks are mandatory. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int LONGEST_PROCESS_ID = 20;
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final @Nullable FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FileSystemLock(Path directory, @Nullable FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Takes a lock of a directory that is not in the register; null where there is no file. */
  @FunctionalInterface
  private interface Locking {
    @Nullable FileChannel lock(Path directory) throws IOException;
  }

  /** A lock that nobody holds beside its owner. */
  static DirectoryLock acquire(Path path) throws IOException {
    return register(path, FileSystemLock::lock);
  }

  /**
   * A lock that several processes may hold, each once, and that nobody holds beside {@link
   * #acquire}. Writes nothing: a directory without the file was never locked, and is not by this.
   */
  static DirectoryLock share(Path path) throws IOException {
    return register(path, FileSystemLock::lockShared);
  }

  private static DirectoryLock register(Path path, Locking locking) throws IOException {
    // Two names of one directory, by way of a link, must meet in the register.
    Path directory = path.toRealPath();
    if (!HELD_BY_THIS_PROCESS.add(directory)) {
      throw inUse(directory, ProcessHandle.current().pid());
    }
    try {
      return new FileSystemLock(directory, locking.lock(directory));
    } catch (IOException | RuntimeException e) {
      HELD_BY_THIS_PROCESS.remove(directory);
      throw e;
    }
  }

  private static @Nullable FileChannel lockShared(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      requireLock(directory, channel, true);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      requireLock(directory, channel, false);
      String processId = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(processId.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireLock(Path directory, FileChannel channel, boolean shared)
      throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, shared);
      if (lock == null) {
        throw inUseByOther(directory, processId(channel));
      }
    } catch (OverlappingFileLockException e) {
      // A copy of this class in another class loader, with a register of its own, holds the lock.
      throw inUse(directory, ProcessHandle.current().pid());
    }
  }

  private static String processId(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_PROCESS_ID);
    channel.read(bytes, 0);
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
  }

  /** Names the process that has its id in the file, unless it cannot be the one with the lock. */
  private static VicinalException inUseByOther(Path directory, String processId) {
    if (processId.matches("\\d{1,18}")) {
      long id = Long.parseLong(processId);
      boolean alive = ProcessHandle.of(id).filter(ProcessHandle::isAlive).isPresent();
      if (alive && id != ProcessHandle.current().pid()) {
        return inUse(directory, id);
      }
    }
    return new VicinalException(
        ErrorCode.DIRECTORY_IN_USE,
        "directory "
            + directory
            + " is being checked, or in use, by another process; wait until it ends, or choose"
            + " another directory");
  }

  private static VicinalException inUse(Path directory, long processId) {
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
    if (closed.getAndSet(true)) {
      return;
    }
    Uninterrupted.call(
        "unlock",
        directory,
        () -> {
          if (channel != null) {
            // Closing the only channel on the file gives the lock back to the operating system.
            channel.close();
          }
          HELD_BY_THIS_PROCESS.remove(directory);
          return directory;
        });
  }
}
