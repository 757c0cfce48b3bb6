package io.vicinal.core.log;

import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A log as it lies on the disk, read to the end of every file and not changed.
 *
 * @param files the names of its files, the oldest first
 * @param nextSequence one more than the last record has
 * @param tornBytes what a torn write left at its end, which the next opening cuts off
 * @param faults what is wrong, or why it could not be read, at most one a file
 */
public record LogInspection(
    List<String> files, long nextSequence, long tornBytes, List<RuntimeException> faults) {
  /** Copies the lists. */
  public LogInspection {
    files = List.copyOf(files);
    faults = List.copyOf(faults);
  }

  /**
   * Reads a log.
   *
   * @param owner the collection, which every file and record names
   * @param durable the last record that is not needed, because its effect is durable elsewhere
   * @param consumer is given every record, and throws for one that is not what it should be
   */
  public static LogInspection of(
      StorageDirectory directory, UUID owner, long durable, LogConsumer consumer) {
    return new Reading(directory, owner, durable, consumer).read();
  }

  private static final class Reading {
    private final StorageDirectory directory;
    private final UUID owner;
    private final long durable;
    private final LogConsumer consumer;
    private final List<RuntimeException> faults = new ArrayList<>();
    private long next = 1;
    private long torn;

    Reading(StorageDirectory directory, UUID owner, long durable, LogConsumer consumer) {
      this.directory = directory;
      this.owner = owner;
      this.durable = durable;
      this.consumer = consumer;
    }

    LogInspection read() {
      List<String> names = LogFile.names(directory);
      boolean gap = false;
      int epoch = 1;
      for (int i = 0; i < names.size(); i++) {
        int before = faults.size();
        try {
          LogFile file = LogFile.read(directory, names.get(i), owner);
          requireOrder(file, epoch, i == 0, gap);
          epoch = Math.max(epoch, file.epoch());
          readRecords(file, i == names.size() - 1);
        } catch (RuntimeException e) {
          // Damage, or what kept the file from being read: the others are read all the same.
          faults.add(e);
        }
        // Where such a file would have ended is not known.
        gap = faults.size() > before;
      }
      return new LogInspection(names, next, torn, faults);
    }

    /**
     * A file goes on where the one before it ended. A log that lost what was not needed begins
     * behind it; what is needed it has from the first record on.
     */
    private void requireOrder(LogFile file, int epoch, boolean oldest, boolean gap) {
      if (file.epoch() < epoch) {
        throw damaged(
            file, LogDescriptor.FILE_EPOCH_OFFSET, "at least epoch " + epoch, "" + file.epoch());
      }
      long begin = file.firstSequence();
      boolean back = !oldest && begin < next;
      boolean missing = begin > durable + 1 && (oldest || begin > next);
      if (!gap && (back || missing)) {
        throw damaged(
            file,
            LogDescriptor.FIRST_SEQUENCE_OFFSET,
            "sequence " + (oldest ? durable + 1 + " or less" : next),
            "" + begin);
      }
    }

    private DamagedFileException damaged(LogFile file, long offset, String expected, String found) {
      return new DamagedFileException(
          directory.location() + "/" + file.name(), offset, expected, found);
    }

    private void readRecords(LogFile file, boolean last) {
      try (LogFileReader reader = LogFileReader.open(directory, file, owner)) {
        while (reader.next()) {
          consumer.accept(reader.sequence(), LogReplay.typeOf(reader), reader.payload());
        }
        next = reader.nextSequence();
        DamagedFileException fault = reader.fault();
        if (fault != null) {
          if (!last || reader.isDamage()) {
            throw fault;
          }
          torn = reader.remaining();
        }
      }
    }
  }
}
