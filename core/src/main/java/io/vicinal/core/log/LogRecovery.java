package io.vicinal.core.log;

import io.vicinal.core.io.AppendableFile;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a log finds when it is opened: its files, and the sequence number it continues with.
 *
 * <p>Only the last file can end in a torn write. The others were synced before their successor got
 * its name, and are read when they are replayed.
 *
 * @param files oldest first
 * @param nextSequence one more than the last record has
 */
record LogRecovery(List<LogFile> files, long nextSequence) {
  private static final Logger logger = LoggerFactory.getLogger(LogRecovery.class);

  /**
   * Reads the headers, finds the last record, cuts off what a torn write left behind it and makes
   * the rest durable.
   *
   * @throws DamagedFileException when a header is damaged, or a record of the last file that was
   *     once on the disk
   */
  static LogRecovery run(StorageDirectory directory, UUID owner) {
    directory.deleteTemporaryFiles();
    List<LogFile> files = new ArrayList<>();
    int epoch = 1;
    for (String name : LogFile.names(directory)) {
      LogFile file = LogFile.read(directory, name, owner);
      if (file.epoch() < epoch) {
        throw new DamagedFileException(
            directory.location() + "/" + name,
            LogDescriptor.FILE_EPOCH_OFFSET,
            "at least epoch " + epoch + ", which the file before it has",
            "epoch " + file.epoch());
      }
      epoch = file.epoch();
      files.add(file);
    }
    long nextSequence = files.isEmpty() ? 1 : endOf(files.get(files.size() - 1), directory, owner);
    return new LogRecovery(List.copyOf(files), nextSequence);
  }

  /** The epoch that follows those of the files. */
  int nextEpoch() {
    return files.isEmpty() ? 1 : Math.addExact(files.get(files.size() - 1).epoch(), 1);
  }

  private static long endOf(LogFile last, StorageDirectory directory, UUID owner) {
    try (LogFileReader reader = LogFileReader.open(directory, last, owner)) {
      while (reader.next()) {
        // Only the end is wanted.
      }
      DamagedFileException fault = reader.fault();
      if (fault != null) {
        if (reader.isDamage()) {
          throw fault;
        }
        logger.warn(
            "cutting {} bytes of a torn write off {} behind sequence {}: {}",
            reader.remaining(),
            reader.location(),
            reader.nextSequence() - 1,
            fault.getMessage());
      }
      settle(directory, last, reader.position());
      return reader.nextSequence();
    }
  }

  /**
   * Makes the records durable, and the cut with them, before the next file is created, whose name
   * vouches for both. After a crash of the process alone they are still the operating system's.
   */
  private static void settle(StorageDirectory directory, LogFile last, long length) {
    try (AppendableFile file = directory.append(last.name())) {
      if (length < file.length()) {
        file.truncate(length);
      }
      file.sync();
    }
  }
}
