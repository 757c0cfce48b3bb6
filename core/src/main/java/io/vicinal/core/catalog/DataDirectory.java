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
 * Whose a directory is that is opened as a data directory. Opening creates files, and deletes some
 * by the ends of their names: not where somebody keeps photographs.
 *
 * <p>The mark of a data directory is {@value #NODE_FILE}, the first file that a node writes, or the
 * catalog, the first of an embedded database.
 */
public final class DataDirectory {
  /** The file that says who a node is. */
  public static final String NODE_FILE = "node.json";

  private static final Set<String> MARKS = Set.of(NODE_FILE, Catalog.FILE);

  /** What a crash leaves before there is a mark: a lock, and marks that are not finished. */
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

  private DataDirectory() {}

  /**
   * Lets a directory pass that is empty or was made by Vicinal, whatever state a crash left it in.
   * Files whose names begin with a dot do not count. To be called before the directory is locked,
   * which leaves a file there.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, saying what else is there
   */
  public static void requireOwn(StorageDirectory directory) {
    // Another process may be creating it: files first would miss the mark that is older than what
    // is seen after it.
    List<String> subdirectories = directory.subdirectories();
    List<String> files = directory.list();
    if (files.stream().anyMatch(MARKS::contains)) {
      return;
    }
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
