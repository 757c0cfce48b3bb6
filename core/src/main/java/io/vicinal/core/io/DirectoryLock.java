package io.vicinal.core.io;

/** The right of one process to a directory; see {@link StorageDirectory#lock}. */
public interface DirectoryLock extends AutoCloseable {
  /** Gives the directory back; does nothing the second time. */
  @Override
  void close();
}
