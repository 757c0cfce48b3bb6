package io.vicinal.core.catalog;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.StorageDirectory;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two kinds of data directory, and how they are told from each other and from directories of
 * others. Opening one creates files, and deletes some by the ends of their names: not where
 * somebody keeps photographs. And a node does not find the records of an embedded database, whose
 * catalog it would understand.
 */
public enum DataDirectory {
  /** That of an embedded database. The first file that it has is the catalog. */
  EMBEDDED("an embedded database"),

  /** That of a node, which has a catalog, too. The first file that it has is {@link #NODE_FILE}. */
  NODE("a node");

  /** The file that says who a node is. */
  public static final String NODE_FILE = "node.json";

  /** The subdirectory with a node's replicated logs. */
  public static final String NODE_LOGS = "raft";

  /** What a crash leaves before there is a first file: a lock, and files that are not finished. */
  private static final Set<String> UNFINISHED =
      Set.of(
          DirectoryLock.FILE,
          NODE_FILE + StorageDirectory.TEMPORARY_SUFFIX,
          Catalog.FILE + StorageDirectory.TEMPORARY_SUFFIX);

  /** Collections whose catalog is lost: {@link Catalog#open} has the better message. */
  private static final Pattern COLLECTION = Pattern.compile(Catalog.DIRECTORY_PREFIX + "\\d+");

  /** What a file system has by itself in a directory that was never used. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final int NAMES_SHOWN = 3;

  private final String owner;

  DataDirectory(String owner) {
    this.owner = owner;
  }

  /**
   * Lets a directory pass that is empty or of this kind, whatever state a crash left it in. Files
   * whose names begin with a dot do not count. To be called before the directory is locked, which
   * leaves a file there.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, saying what else is there
   */
  public void require(StorageDirectory directory) {
    // Another process may be creating it: files first would miss the one that is older than what
    // is seen after it.
    List<String> subdirectories = directory.subdirectories();
    List<String> files = directory.list();
    if (files.contains(NODE_FILE) || subdirectories.contains(NODE_LOGS)) {
      requireKind(NODE, directory);
    } else if (files.contains(Catalog.FILE)) {
      requireKind(EMBEDDED, directory);
    } else {
      requireNoOthers(directory, files, subdirectories);
    }
  }

  /**
   * Of which kind a directory is that somebody has used.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} when nothing says that it is
   *     Vicinal's, or nothing is in it yet
   */
  public static DataDirectory of(StorageDirectory directory) {
    List<String> subdirectories = directory.subdirectories();
    List<String> files = directory.list();
    if (files.contains(NODE_FILE) || subdirectories.contains(NODE_LOGS)) {
      return NODE;
    }
    if (files.contains(Catalog.FILE)
        || subdirectories.stream().anyMatch(name -> COLLECTION.matcher(name).matches())) {
      return EMBEDDED;
    }
    throw new VicinalException(
        ErrorCode.INVALID_ARGUMENT,
        "directory "
            + directory.location()
            + " holds neither "
            + Catalog.FILE
            + " nor "
            + NODE_FILE
            + "; expected the data directory of an embedded database or of a node");
  }

  private void requireKind(DataDirectory found, StorageDirectory directory) {
    if (found != this) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "directory "
              + directory.location()
              + " is that of "
              + found.owner
              + "; expected that of "
              + owner
              + ", or an empty or absent one");
    }
  }

  private static void requireNoOthers(
      StorageDirectory directory, List<String> files, List<String> subdirectories) {
    List<String> foreign =
        Stream.concat(files.stream(), subdirectories.stream())
            .filter(name -> !isOwn(name))
            .sorted()
            .toList();
    if (!foreign.isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "directory "
              + directory.location()
              + " holds "
              + shown(foreign)
              + ", and nothing says that it is Vicinal's; expected an empty or absent directory, or"
              + " one that Vicinal made");
    }
  }

  private static boolean isOwn(String name) {
    return UNFINISHED.contains(name)
        || COLLECTION.matcher(name).matches()
        || name.equals(LOST_AND_FOUND)
        || name.startsWith(".");
  }

  private static String shown(List<String> names) {
    String first =
        names.stream()
            .limit(NAMES_SHOWN)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    int more = names.size() - NAMES_SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
