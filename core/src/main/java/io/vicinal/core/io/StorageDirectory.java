package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A directory of files, and all that the engine knows about disks.
 *
 * <p>Durability has two halves, as in POSIX, and needs both:
 *
 * <ol>
 *   <li>the <em>bytes</em> of a file survive a power failure after {@link AppendableFile#sync};
 *   <li>its <em>name</em> (that it was created, renamed or deleted) survives after {@link #sync} of
 *       the directory that holds the name.
 * </ol>
 *
 * <p>Names are single path elements; see {@link #requireName}. Every failure of the storage below
 * is a {@link VicinalException} with {@link ErrorCode#STORAGE_FAILURE} that names the operation and
 * the file; a file that should be there and is not is a {@link DamagedFileException}.
 *
 * <p>Safe for use by several threads. The files it opens state their own rules.
 */
public interface StorageDirectory {
  /** Ends the names of files that {@link #writeAtomically} has not finished. */
  String TEMPORARY_SUFFIX = ".tmp";

  /** Where this directory is, in words for messages: a path, for the file system. */
  String location();

  /** The names of the files here, sorted; subdirectories are left out. */
  List<String> list();

  /** The names of the subdirectories here, sorted. */
  List<String> subdirectories();

  /** Whether a file of that name is here. */
  boolean exists(String file);

  /** The length of a file in bytes. */
  long length(String file);

  /** Creates a file; one of that name must not be here. The name is durable after {@link #sync}. */
  AppendableFile create(String file);

  /** Opens an existing file to write at its end, or to cut its end off. */
  AppendableFile append(String file);

  /** Opens an existing file to read it. */
  ReadableFile open(String file);

  /** Gives a file another name, replacing what had that name in one step. */
  void rename(String from, String to);

  /** Deletes a file; does nothing when there is none. */
  void delete(String file);

  /** Opens a subdirectory, creating it, with a durable name, when there is none. */
  StorageDirectory subdirectory(String name);

  /** Deletes a subdirectory with all it holds; does nothing when there is none. */
  void deleteSubdirectory(String name);

  /** Makes the names in this directory durable: creations, renames and deletions until now. */
  void sync();

  /**
   * Takes this directory for the calling process until the lock is closed.
   *
   * @throws VicinalException {@link ErrorCode#DIRECTORY_IN_USE} when another process, or another
   *     part of this one, holds it
   */
  DirectoryLock lock();

  /**
   * Writes a whole file so that, whatever happens, its name addresses the old content or the new
   * one and never a mixture; the new one is durable when this returns.
   */
  default void writeAtomically(String file, ByteBuffer content) {
    String temporary = file + TEMPORARY_SUFFIX;
    delete(temporary);
    try (AppendableFile output = create(temporary)) {
      output.write(content);
      // The bytes go first: a file system may make the rename durable before them, and the name
      // would then address a file of zeros.
      output.sync();
    }
    rename(temporary, file);
    // The rename changed the directory and not the file: without this the old content can return.
    sync();
  }

  /** Deletes what interrupted calls of {@link #writeAtomically} left behind. */
  default void deleteTemporaryFiles() {
    for (String file : list()) {
      if (file.endsWith(TEMPORARY_SUFFIX)) {
        delete(file);
      }
    }
  }

  /**
   * Returns {@code name} if it is a legal name: 1 to 200 of the letters {@code a-z A-Z 0-9}, minus,
   * underscore and dot, not beginning with a dot. No such name leads out of its directory.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} otherwise
   */
  static String requireName(String name) {
    boolean legal = !name.isEmpty() && name.length() <= 200 && name.charAt(0) != '.';
    for (int i = 0; legal && i < name.length(); i++) {
      char c = name.charAt(i);
      legal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.';
    }
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "expected a file name of 1 to 200 letters, digits, '-', '_' and '.', the first not a"
              + " dot, but found '"
              + name
              + "'");
    }
    return name;
  }
}
