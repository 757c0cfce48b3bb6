package io.vicinal.core.log;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Reads the records of a log as it was at one moment.
 *
 * @param directory where the files are
 * @param owner whose they are
 * @param files oldest first
 * @param lastFileEnd where the complete records of the last file ended
 * @param lastSequence the last record
 */
record LogReplay(
    StorageDirectory directory,
    UUID owner,
    List<LogFile> files,
    long lastFileEnd,
    long lastSequence) {

  /** Gives the records from a sequence number to the last one to a consumer. */
  void replay(long fromSequence, LogConsumer consumer) {
    if (fromSequence > lastSequence + 1) {
      throw new IllegalArgumentException(
          "replay from " + fromSequence + " leaves a gap behind " + lastSequence);
    }
    requireBeginsBy(fromSequence);
    for (int i = indexOfFileWith(fromSequence); i < files.size(); i++) {
      boolean last = i == files.size() - 1;
      long nextFirst = last ? lastSequence + 1 : files.get(i + 1).firstSequence();
      replayFile(files.get(i), last, nextFirst, fromSequence, consumer);
    }
  }

  private void requireBeginsBy(long fromSequence) {
    long oldest = files.get(0).firstSequence();
    if (fromSequence < oldest) {
      throw new DamagedFileException(
          directory.location() + "/" + files.get(0).name(),
          LogDescriptor.FIRST_SEQUENCE_OFFSET,
          "a log with sequence " + fromSequence,
          "one that begins with " + oldest);
    }
  }

  /** The last file that does not begin behind the record. */
  private int indexOfFileWith(long sequence) {
    int index = files.size() - 1;
    while (files.get(index).firstSequence() > sequence) {
      index--;
    }
    return index;
  }

  private void replayFile(
      LogFile header, boolean last, long nextFirst, long fromSequence, LogConsumer consumer) {
    try (LogFileReader reader =
        last
            ? LogFileReader.open(directory, header, owner, lastFileEnd)
            : LogFileReader.open(directory, header, owner)) {
      while (reader.next()) {
        if (reader.sequence() >= fromSequence) {
          consumer.accept(reader.sequence(), typeOf(reader), reader.payload());
        }
      }
      DamagedFileException fault = reader.fault();
      if (fault != null) {
        throw fault;
      }
      requireEndsBefore(nextFirst, reader);
    }
  }

  /** The second source for the end of a file: the name of the next one. */
  private static void requireEndsBefore(long nextFirst, LogFileReader reader) {
    if (reader.nextSequence() != nextFirst) {
      throw new DamagedFileException(
          reader.location(),
          reader.position(),
          "records up to sequence " + (nextFirst - 1),
          "the last is " + (reader.nextSequence() - 1));
    }
  }

  /** The type of the present record. */
  static LogRecordType typeOf(LogFileReader reader) {
    LogRecordType type = LogRecordType.ofCode(reader.typeCode());
    if (type == null) {
      throw new VicinalException(
          ErrorCode.FORMAT_TOO_NEW,
          "expected a record type that this release knows, "
              + Arrays.toString(LogRecordType.values())
              + ", at offset "
              + reader.recordOffset()
              + " of "
              + reader.location()
              + ", found number "
              + reader.typeCode()
              + "; upgrade to the release that wrote it");
    }
    return type;
  }
}
