package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The log of a group as it lies on the disk, read and not changed.
 *
 * @param directory where its files are
 * @param lengths how long each file is; none if there is no log
 * @param first the entry with which its files begin, 0 if there are none
 * @param last its last entry, -1 if it has none
 * @param torn files that end with a torn write, which the next opening cuts off
 * @param faults what is wrong, or why it could not be read, at most one a file
 */
public record RatisLogInspection(
    Path directory,
    List<Long> lengths,
    long first,
    long last,
    List<Path> torn,
    List<VicinalException> faults) {
  private static final Pattern GROUP = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Copies the lists. */
  public RatisLogInspection {
    lengths = List.copyOf(lengths);
    torn = List.copyOf(torn);
    faults = List.copyOf(faults);
  }

  /**
   * Reads the log of a group.
   *
   * @param logs the directory of all logs
   */
  public static RatisLogInspection of(Path logs, UUID group) {
    Path directory = logs.resolve(group.toString()).resolve("current");
    try {
      return read(directory);
    } catch (IOException | DirectoryIteratorException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot read the log in " + directory, e);
    }
  }

  /**
   * The groups of which there is anything in the directory of all logs, none if that is not there.
   */
  public static Set<UUID> onDisk(Path logs) {
    Set<UUID> groups = new TreeSet<>();
    if (!Files.isDirectory(logs)) {
      return groups;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(logs)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (GROUP.matcher(name).matches()) {
          groups.add(UUID.fromString(name));
        }
      }
      return groups;
    } catch (IOException | DirectoryIteratorException e) {
      throw new VicinalException(ErrorCode.STORAGE_FAILURE, "cannot list " + logs, e);
    }
  }

  private static RatisLogInspection read(Path directory) throws IOException {
    List<LogFile> files = new ArrayList<>(LogFile.all(directory));
    files.sort(Comparator.comparingLong(LogFile::first));
    List<Long> lengths = new ArrayList<>();
    List<Path> torn = new ArrayList<>();
    List<VicinalException> faults = new ArrayList<>();
    long last = -1;
    for (LogFile file : files) {
      lengths.add(Files.size(file.path()));
      try {
        requireFollows(file, last);
        last = Math.max(last, lastOf(file, torn));
      } catch (DamagedFileException | IOException e) {
        faults.add(fault(file.path(), e));
        last = Math.max(last, file.last().orElse(file.first()));
      }
    }
    if (!files.isEmpty()) {
      Path metadata = directory.resolve(LogDamage.METADATA);
      try {
        LogDamage.requireIntactMetadata(metadata, true);
        lengths.add(Files.size(metadata));
      } catch (DamagedFileException | IOException e) {
        faults.add(fault(metadata, e));
      }
    }
    return new RatisLogInspection(directory, lengths, LogFile.first(files), last, torn, faults);
  }

  private static VicinalException fault(Path file, Exception cause) {
    return cause instanceof VicinalException known
        ? known
        : new VicinalException(
            ErrorCode.STORAGE_FAILURE, "cannot read " + file + ": " + cause.getMessage(), cause);
  }

  private static void requireFollows(LogFile file, long last) {
    if (last >= 0 && file.first() != last + 1) {
      throw new DamagedFileException(
          file.path().toString(),
          0,
          "a file that begins with entry " + (last + 1),
          "one that begins with entry " + file.first());
    }
  }

  private static long lastOf(LogFile file, List<Path> torn) throws IOException {
    OptionalLong last = file.last();
    if (last.isPresent()) {
      LogDamage.requireIntact(file);
      return last.getAsLong();
    }
    OpenEnd end = OpenEnd.read(file.path(), file.first());
    if (end.torn() > 0) {
      torn.add(file.path());
    }
    return end.last();
  }
}
