package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** A directory of which nothing is changed, not even by opening what is missing. */
final class ReadOnlyDirectory implements StorageDirectory {
  private final StorageDirectory directory;
  private final Supplier<DirectoryLock> lock;

  ReadOnlyDirectory(StorageDirectory directory, Supplier<DirectoryLock> lock) {
    this.directory = directory;
    this.lock = lock;
  }

  @Override
  public String location() {
    return directory.location();
  }

  @Override
  public List<String> list() {
    return directory.list();
  }

  @Override
  public List<String> subdirectories() {
    return directory.subdirectories();
  }

  @Override
  public boolean exists(String file) {
    return directory.exists(file);
  }

  @Override
  public long length(String file) {
    return directory.length(file);
  }

  @Override
  public ReadableFile open(String file) {
    return directory.open(file);
  }

  @Override
  public StorageDirectory subdirectory(String name) {
    if (!directory.subdirectories().contains(name)) {
      throw new DamagedFileException(
          location() + "/" + name, 0, "a directory", "none of that name");
    }
    return new ReadOnlyDirectory(directory.subdirectory(name), lock);
  }

  @Override
  public DirectoryLock lock() {
    return lock.get();
  }

  @Override
  public AppendableFile create(String file) {
    throw refusal("create " + file);
  }

  @Override
  public AppendableFile append(String file) {
    throw refusal("append to " + file);
  }

  @Override
  public void rename(String from, String to) {
    throw refusal("rename " + from);
  }

  @Override
  public void delete(String file) {
    throw refusal("delete " + file);
  }

  @Override
  public void deleteSubdirectory(String name) {
    throw refusal("delete " + name);
  }

  @Override
  public void sync() {
    throw refusal("sync");
  }

  @Override
  public void writeAtomically(String file, ByteBuffer content) {
    throw refusal("write " + file);
  }

  private IllegalStateException refusal(String change) {
    return new IllegalStateException(
        "cannot " + change + " in " + location() + ", which is open for reading only");
  }
}
