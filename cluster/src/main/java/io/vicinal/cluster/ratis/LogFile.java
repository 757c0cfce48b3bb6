package io.vicinal.cluster.ratis;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a log, by its name, which Ratis makes {@code log_0-41} once it is closed and {@code
 * log_inprogress_42} before.
 *
 * @param path where it is
 * @param first the first entry that it is for
 * @param last the last one, of a closed file
 */
record LogFile(Path path, long first, OptionalLong last) {
  private static final Pattern NAME =
      Pattern.compile("log_(?:inprogress_(\\d{1,18})|(\\d{1,18})-(\\d{1,18}))");

  /** The files of a log; others in its directory are not looked at. None if there is no such. */
  static List<LogFile> all(Path directory) throws IOException {
    List<LogFile> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          Matcher name = NAME.matcher(entry.getFileName().toString());
          if (name.matches()) {
            files.add(of(entry, name));
          }
        }
      }
    }
    return files;
  }

  /** The first entry that some files are for, 0 if there are none. */
  static long first(List<LogFile> files) {
    return files.stream().mapToLong(LogFile::first).min().orElse(0);
  }

  private static LogFile of(Path path, Matcher name) {
    return name.group(1) != null
        ? new LogFile(path, Long.parseLong(name.group(1)), OptionalLong.empty())
        : new LogFile(
            path, Long.parseLong(name.group(2)), OptionalLong.of(Long.parseLong(name.group(3))));
  }
}
