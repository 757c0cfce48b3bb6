package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The log of a group as it lies on the disk, read and not changed.
 *
 * @param directory where its files are
 * @param lengths how long each file is
 * @param last its last entry, -1 if it has none
 * @param torn files that end with a torn write, which the next opening cuts off
 * @param faults what is wrong, at most one a file
 */
public record RatisLogInspection(
    Path directory,
    List<Long> lengths,
    long last,
    List<Path> torn,
    List<DamagedFileException> faults) {
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

  /** Whether the logs of a group are in a directory of that name. */
  public static boolean isGroup(String name) {
    return RatisReplicatedLogs.UUID_TEXT.matcher(name).matches();
  }

  private static RatisLogInspection read(Path directory) throws IOException {
    List<LogFile> files = new ArrayList<>(LogFile.all(directory));
    files.sort(Comparator.comparingLong(LogFile::first));
    List<Long> lengths = new ArrayList<>();
    List<Path> torn = new ArrayList<>();
    List<DamagedFileException> faults = new ArrayList<>();
    long last = -1;
    for (LogFile file : files) {
      lengths.add(Files.size(file.path()));
      try {
        requireFollows(file, last);
        last = Math.max(last, lastOf(file, torn));
      } catch (DamagedFileException e) {
        faults.add(e);
        last = Math.max(last, file.last().orElse(file.first()));
      }
    }
    if (!files.isEmpty()) {
      try {
        LogDamage.requireIntactMetadata(directory.resolve(LogDamage.METADATA), true);
        lengths.add(Files.size(directory.resolve(LogDamage.METADATA)));
      } catch (DamagedFileException e) {
        faults.add(e);
      }
    }
    return new RatisLogInspection(directory, lengths, last, torn, faults);
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
