package io.vicinal.core.check;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.AppendableFile;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.ReadableFile;
import io.vicinal.core.io.StorageDirectory;
import java.util.List;
import java.util.function.Predicate;

/**
 * A directory on a disk that does not read some of its files, or does not list some directories.
 */
record UnreadableDirectory(StorageDirectory directory, Predicate<String> unreadable)
    implements StorageDirectory {

  private void requireReadable(String location) {
    if (unreadable.test(location)) {
      throw new VicinalException(ErrorCode.STORAGE_FAILURE, "cannot read " + location + ": EIO");
    }
  }

  @Override
  public String location() {
    return directory.location();
  }

  @Override
  public List<String> list() {
    requireReadable(location());
    return directory.list();
  }

  @Override
  public List<String> subdirectories() {
    requireReadable(location());
    return directory.subdirectories();
  }

  @Override
  public boolean exists(String file) {
    return directory.exists(file);
  }

  @Override
  public long length(String file) {
    requireReadable(location() + "/" + file);
    return directory.length(file);
  }

  @Override
  public ReadableFile open(String file) {
    requireReadable(location() + "/" + file);
    return directory.open(file);
  }

  @Override
  public StorageDirectory subdirectory(String name) {
    return new UnreadableDirectory(directory.subdirectory(name), unreadable);
  }

  @Override
  public AppendableFile create(String file) {
    return directory.create(file);
  }

  @Override
  public AppendableFile append(String file) {
    return directory.append(file);
  }

  @Override
  public void rename(String from, String to) {
    directory.rename(from, to);
  }

  @Override
  public void delete(String file) {
    directory.delete(file);
  }

  @Override
  public void deleteSubdirectory(String name) {
    directory.deleteSubdirectory(name);
  }

  @Override
  public void sync() {
    directory.sync();
  }

  @Override
  public DirectoryLock lock() {
    return directory.lock();
  }
}
