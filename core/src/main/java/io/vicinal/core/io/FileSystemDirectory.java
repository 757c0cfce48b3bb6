package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.Uninterrupted.IoCall;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The file system of the operating system. */
public final class FileSystemDirectory implements StorageDirectory {
  /** Windows opens no directory as a file; NTFS journals names by itself. */
  private static final boolean DIRECTORIES_CAN_BE_SYNCED =
      !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path path;

  private FileSystemDirectory(Path path) {
    this.path = path;
  }

  /** Opens a directory, creating it and its parents, with durable names, when there is none. */
  public static FileSystemDirectory open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    return call(
        "create directory",
        absolute,
        () -> {
          createDurably(absolute);
          return new FileSystemDirectory(absolute);
        });
  }

  /**
   * Opens a directory that is there, for reading: whoever changes it gets an {@link
   * IllegalStateException}, and a subdirectory that is not there is a missing file. Its lock
   * excludes {@link #lock()} of {@link #open} and writes nothing.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} when there is no such directory
   */
  public static StorageDirectory openReadOnly(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "no directory " + absolute + "; expected one that exists");
    }
    return new ReadOnlyDirectory(
        new FileSystemDirectory(absolute),
        () -> call("lock", absolute, () -> FileSystemLock.share(absolute)));
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public List<String> list() {
    return names(Files::isRegularFile);
  }

  @Override
  public List<String> subdirectories() {
    return names(Files::isDirectory);
  }

  @Override
  public boolean exists(String file) {
    return Files.exists(resolve(file));
  }

  @Override
  public long length(String file) {
    return call("find the length of", resolve(file), () -> Files.size(resolve(file)));
  }

  @Override
  public AppendableFile create(String file) {
    Path target = resolve(file);
    return call(
        "create",
        target,
        () -> {
          Files.createFile(target);
          return FileSystemAppendableFile.open(target);
        });
  }

  @Override
  public AppendableFile append(String file) {
    Path target = resolve(file);
    return call("open", target, () -> FileSystemAppendableFile.open(requireFile(target)));
  }

  @Override
  public ReadableFile open(String file) {
    Path target = resolve(file);
    return call("open", target, () -> FileSystemReadableFile.open(requireFile(target)));
  }

  @Override
  public void rename(String from, String to) {
    Path source = resolve(from);
    call("rename", source, () -> Files.move(source, resolve(to), StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void delete(String file) {
    call("delete", resolve(file), () -> Files.deleteIfExists(resolve(file)));
  }

  @Override
  public StorageDirectory subdirectory(String name) {
    return open(resolve(name));
  }

  @Override
  public void deleteSubdirectory(String name) {
    Path target = resolve(name);
    if (!Files.exists(target)) {
      return;
    }
    call(
        "delete",
        target,
        () -> {
          try (Stream<Path> tree = Files.walk(target)) {
            // Deepest first: a directory must be empty to be deleted.
            for (Path each : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
              Files.delete(each);
            }
          }
          return target;
        });
  }

  @Override
  public void sync() {
    call(
        "sync directory",
        path,
        () -> {
          syncNames(path);
          return path;
        });
  }

  @Override
  public DirectoryLock lock() {
    return call("lock", path, () -> FileSystemLock.acquire(path));
  }

  @Override
  public String toString() {
    return "FileSystemDirectory[" + path + "]";
  }

  private Path resolve(String name) {
    return path.resolve(StorageDirectory.requireName(name));
  }

  private List<String> names(Predicate<Path> wanted) {
    return call(
        "list",
        path,
        () -> {
          List<String> names = new ArrayList<>();
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
              if (wanted.test(entry)) {
                names.add(entry.getFileName().toString());
              }
            }
          }
          names.sort(null);
          return List.copyOf(names);
        });
  }

  private static Path requireFile(Path file) throws NoSuchFileException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  private static void createDurably(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (Files.exists(directory)) {
      throw new FileSystemException(directory.toString(), null, "a file; expected a directory");
    }
    Path parent = directory.getParent();
    if (parent != null) {
      createDurably(parent);
    }
    // Another process may have created it since: then its parent is synced twice.
    try {
      Files.createDirectories(directory);
    } catch (NoSuchFileException e) {
      // So answer /proc and the like. There is a parent; a missing file would be called damaged.
      throw new FileSystemException(
          directory.toString(), null, "the file system has no place for it");
    }
    if (parent != null) {
      syncNames(parent);
    }
  }

  private static void syncNames(Path directory) throws IOException {
    if (!DIRECTORIES_CAN_BE_SYNCED) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static <T> T call(String action, Path target, IoCall<T> call) {
    return Uninterrupted.call(action, target, call);
  }
}
