package io.vicinal.cluster.ratis;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Ratis names a file of a log: {@code log_0-41} once it is closed, {@code log_inprogress_42}
 * before.
 *
 * @param first the first entry that it is for
 * @param last the last one, of a closed file
 */
record LogFileName(long first, OptionalLong last) {
  private static final Pattern NAME =
      Pattern.compile("log_(?:inprogress_(\\d{1,18})|(\\d{1,18})-(\\d{1,18}))");

  /** The files of a log; others in its directory are not looked at. None if there is no such. */
  static List<Path> all(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(directory, file -> find(file).isPresent())) {
        entries.forEach(files::add);
      }
    }
    return files;
  }

  /**
   * The name of a file.
   *
   * @throws IOException if it is not the name of a log's file
   */
  static LogFileName of(Path file) throws IOException {
    return find(file).orElseThrow(() -> new IOException("not the name of a log's file: " + file));
  }

  /** The name of a file; empty if it is not the name of a log's file. */
  private static Optional<LogFileName> find(Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) != null) {
      long first = Long.parseLong(matcher.group(1));
      return Optional.of(new LogFileName(first, OptionalLong.empty()));
    }
    long first = Long.parseLong(matcher.group(2));
    return Optional.of(new LogFileName(first, OptionalLong.of(Long.parseLong(matcher.group(3)))));
  }
}
