package io.vicinal.core.log;

import io.vicinal.core.io.StorageDirectory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the tests of the log share: one owner, records of text. */
final class LogFixture {
  static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  /** The smallest files there are, so that few records fill one. */
  static final LogOptions SMALL_FILES = LogOptions.DEFAULT.withFileBytes(4096);

  /** A timer for policies that need none. */
  static final SyncTimer NO_TIMER =
      (interval, task) -> {
        throw new AssertionError("this policy has no periodic sync");
      };

  private LogFixture() {}

  static WriteAheadLog open(StorageDirectory directory) {
    return open(directory, LogOptions.DEFAULT);
  }

  static WriteAheadLog open(StorageDirectory directory, LogOptions options) {
    return WriteAheadLog.open(directory, OWNER, 0, options, NO_TIMER);
  }

  /** Appends and commits a record of text. */
  static long commit(WriteAheadLog log, String text) {
    long sequence = append(log, text);
    log.commit(sequence);
    return sequence;
  }

  static long append(WriteAheadLog log, String text) {
    return log.append(LogRecordType.WRITE_BATCH, payload(text));
  }

  static ByteBuffer payload(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The records from a sequence number on, each as "sequence:text". */
  static List<String> records(WriteAheadLog log, long from) {
    List<String> records = new ArrayList<>();
    log.replay(from, (sequence, type, payload) -> records.add(sequence + ":" + text(payload)));
    return records;
  }

  /** Opens a log as a restart does, reads all its records and closes it. */
  static List<String> recordsAfterRestart(StorageDirectory directory) {
    try (WriteAheadLog log = open(directory)) {
      return records(log, log.firstSequence());
    }
  }

  static String text(ByteBuffer payload) {
    return StandardCharsets.US_ASCII.decode(payload).toString();
  }
}
