package io.vicinal.core.io;

/** The right of one process to a directory; see {@link StorageDirectory#lock}. */
public interface DirectoryLock extends AutoCloseable {
  /** The name of the file by which a file system keeps it. */
  String FILE = "LOCK";

  /** Gives the directory back; does nothing the second time. */
  @Override
  void close();
}
