package io.vicinal.core.log;

import static io.vicinal.core.log.LogFixture.OWNER;
import static io.vicinal.core.log.LogFixture.append;
import static io.vicinal.core.log.LogFixture.commit;
import static io.vicinal.core.log.LogFixture.open;
import static io.vicinal.core.log.LogFixture.payload;
import static io.vicinal.core.log.LogFixture.records;
import static io.vicinal.core.log.LogFixture.recordsAfterRestart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogRecoveryTest {
  private static final String FILE = "log-00000000000000000001.wal";
  private static final String SECOND_FILE = "log-00000000000000000004.wal";
  private static final List<String> RECORDS = List.of("1:a", "2:bb", "3:" + "c".repeat(30));

  /** Every record of these takes 40 bytes, but for the last, which takes 64. */
  private static final int RECORD_BYTES = 40;

  private static final int SECOND_RECORD = LogDescriptor.FILE_HEADER_LENGTH + RECORD_BYTES;
  private static final int THIRD_RECORD = SECOND_RECORD + RECORD_BYTES;

  @Test
  void recoversTheLongestValidPrefixOfEveryTruncation() {
    byte[] intact = crashedLog().bytes(FILE);
    for (int length = LogDescriptor.FILE_HEADER_LENGTH; length <= intact.length; length++) {
      int whole = length < SECOND_RECORD ? 0 : length < THIRD_RECORD ? 1 : 2;
      int expected = length == intact.length ? 3 : whole;
      FaultyDirectory disk = FaultyDirectory.create();
      disk.overwrite(FILE, Arrays.copyOf(intact, length));
      assertThat(recordsAfterRestart(disk))
          .as("cut to %d bytes", length)
          .isEqualTo(RECORDS.subList(0, expected));
      assertThat(recordsAfterRestart(disk))
          .as("cut to %d bytes, second restart", length)
          .isEqualTo(RECORDS.subList(0, expected));
    }
  }

  @Test
  void refusesAFileWithoutAWholeHeaderAsNoCrashLeavesOne() {
    byte[] intact = crashedLog().bytes(FILE);
    for (int length = 0; length < LogDescriptor.FILE_HEADER_LENGTH; length++) {
      FaultyDirectory disk = FaultyDirectory.create();
      disk.overwrite(FILE, Arrays.copyOf(intact, length));
      assertThatThrownBy(() -> open(disk))
          .as("cut to %d bytes", length)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(FILE);
    }
  }

  @Test
  void neverReturnsAWrongRecordWhicheverBitFlips() {
    byte[] intact = crashedLog().bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      FaultyDirectory disk = FaultyDirectory.create();
      disk.overwrite(FILE, flip(intact, bit));
      if (bit / 8 < THIRD_RECORD) {
        assertThatThrownBy(() -> open(disk))
            .as("bit %d is in the header or in a record that later ones saw durable", bit)
            .isInstanceOf(DamagedFileException.class)
            .hasMessageContaining(FILE);
      } else {
        assertThat(recordsAfterRestart(disk))
            .as("bit %d is in the last record, which a torn write may have left", bit)
            .isEqualTo(RECORDS.subList(0, 2));
      }
    }
  }

  @Test
  void detectsEveryFlippedBitOfALogThatWasClosedInOrder() {
    FaultyDirectory closed = FaultyDirectory.create();
    writeRecords(closed).close();
    for (String file : List.of(FILE, SECOND_FILE)) {
      byte[] intact = closed.bytes(file);
      for (int bit = 0; bit < intact.length * 8; bit++) {
        FaultyDirectory disk = closed.afterPowerFailure(Unsynced.KEPT, 0);
        disk.overwrite(file, flip(intact, bit));
        assertThatThrownBy(() -> recordsAfterRestart(disk))
            .as("bit %d of %s", bit, file)
            .isInstanceOf(DamagedFileException.class)
            .hasMessageContaining(file);
      }
    }
  }

  @Test
  void namesFileAndOffsetOfDamageBeforeTheTail() {
    FaultyDirectory disk = crashedLog();
    disk.overwrite(FILE, flip(disk.bytes(FILE), (SECOND_RECORD + 33) * 8));
    assertThatThrownBy(() -> open(disk))
        .isInstanceOfSatisfying(
            DamagedFileException.class,
            e -> {
              assertThat(e.file()).endsWith(FILE);
              assertThat(e.offset()).isEqualTo(SECOND_RECORD);
            });
  }

  @Test
  void cutsAHoleThatNoLaterRecordSawDurableAsAPowerFailureLeavesOne() {
    FaultyDirectory disk = FaultyDirectory.create();
    WriteAheadLog log = open(disk, LogOptions.DEFAULT.withSyncPolicy(SyncPolicy.NEVER));
    commit(log, "a");
    log.sync();
    commit(log, "bb");
    commit(log, "c".repeat(30));
    byte[] bytes = disk.bytes(FILE);
    Arrays.fill(bytes, SECOND_RECORD, THIRD_RECORD, (byte) 0);
    FaultyDirectory torn = FaultyDirectory.create();
    torn.overwrite(FILE, bytes);
    assertThat(recordsAfterRestart(torn)).containsExactly("1:a");
  }

  @Test
  void neverResurrectsRecordsOfAnEarlierEpochBehindATornTail() {
    FaultyDirectory earlier = crashedLog();
    FaultyDirectory disk = FaultyDirectory.create();
    open(disk).close();
    WriteAheadLog log = open(disk);
    assertThat(log.epoch()).isEqualTo(2);
    commit(log, "A");
    byte[] stale = earlier.bytes(FILE);
    byte[] current = disk.bytes(FILE);
    System.arraycopy(current, 0, stale, 0, current.length);
    FaultyDirectory torn = FaultyDirectory.create();
    torn.overwrite(FILE, stale);
    try (WriteAheadLog recovered = open(torn)) {
      assertThat(records(recovered, 1)).containsExactly("1:A");
      assertThat(commit(recovered, "B")).isEqualTo(2);
    }
    assertThat(recordsAfterRestart(torn)).containsExactly("1:A", "2:B");
  }

  @Test
  void takesNoRecordOfAnotherOwnersLogForItsOwn() {
    FaultyDirectory other = FaultyDirectory.create();
    WriteAheadLog foreign =
        WriteAheadLog.open(other, new UUID(1, 2), 0, LogOptions.DEFAULT, LogFixture.NO_TIMER);
    commit(foreign, "a");
    commit(foreign, "secret");
    FaultyDirectory disk = FaultyDirectory.create();
    commit(open(disk), "A");
    byte[] misplaced = other.bytes(FILE);
    byte[] own = disk.bytes(FILE);
    System.arraycopy(own, 0, misplaced, 0, own.length);
    FaultyDirectory mixed = FaultyDirectory.create();
    mixed.overwrite(FILE, misplaced);
    assertThat(recordsAfterRestart(mixed)).containsExactly("1:A");
    assertThatThrownBy(() -> open(other))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("owner " + OWNER);
  }

  @Test
  void makesRecoveredRecordsDurableBeforeItVouchesForThem() {
    FaultyDirectory disk = FaultyDirectory.create();
    append(open(disk), "written but not synced when the process was killed");
    WriteAheadLog restarted = open(disk);
    assertThat(restarted.durableSequence()).isEqualTo(1);
    FaultyDirectory survivor = disk.afterPowerFailure(Unsynced.DROPPED, 0);
    assertThat(recordsAfterRestart(survivor)).hasSize(1);
  }

  @Test
  void reportsAMissingFileAndAMissingEndOfAFileBetweenOthers() {
    FaultyDirectory disk = FaultyDirectory.create();
    for (int opening = 0; opening < 3; opening++) {
      try (WriteAheadLog log = open(disk)) {
        commit(log, "x");
      }
    }
    FaultyDirectory missing = disk.afterPowerFailure(Unsynced.KEPT, 0);
    missing.delete("log-00000000000000000002.wal");
    assertThatThrownBy(() -> recordsAfterRestart(missing))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining("expected records up to sequence 2");
    FaultyDirectory cut = disk.afterPowerFailure(Unsynced.KEPT, 0);
    cut.overwrite(FILE, Arrays.copyOf(disk.bytes(FILE), LogDescriptor.FILE_HEADER_LENGTH));
    assertThatThrownBy(() -> recordsAfterRestart(cut))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(FILE);
  }

  @Test
  void refusesARecordTypeThatOnlyANewerReleaseKnows() {
    FaultyDirectory disk = FaultyDirectory.create();
    writeRecords(disk).close();
    byte[] bytes = disk.bytes(FILE);
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort(SECOND_RECORD + LogDescriptor.TYPE_OFFSET, (short) 999);
    record.putInt(
        SECOND_RECORD + LogDescriptor.CHECKSUM_OFFSET,
        new LogChecksum(OWNER).of(record, SECOND_RECORD, RECORD_BYTES));
    disk.overwrite(FILE, bytes);
    assertThatThrownBy(() -> recordsAfterRestart(disk))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_TOO_NEW))
        .hasMessageContaining("found number 999")
        .hasMessageContaining("offset " + SECOND_RECORD);
  }

  @Test
  void ignoresFilesThatAreNotOfTheLogAndDeletesUnfinishedOnes() {
    FaultyDirectory disk = FaultyDirectory.create();
    disk.overwrite("notes.txt", new byte[] {1});
    disk.overwrite(FILE + ".tmp", new byte[] {1});
    try (WriteAheadLog log = open(disk)) {
      commit(log, "a");
      assertThat(disk.list()).containsExactly(FILE, "notes.txt");
    }
    assertThat(recordsAfterRestart(disk)).containsExactly("1:a");
  }

  @Test
  void readsRecordsLargerThanTheReadersWindow() {
    FaultyDirectory disk = FaultyDirectory.create();
    String large = "x".repeat(300_000);
    WriteAheadLog log = open(disk);
    commit(log, "small");
    commit(log, large);
    commit(log, "after");
    assertThat(recordsAfterRestart(disk)).containsExactly("1:small", "2:" + large, "3:after");
  }

  /** A disk after a crash, with the three records in one file. */
  private static FaultyDirectory crashedLog() {
    FaultyDirectory disk = FaultyDirectory.create();
    writeRecords(disk);
    return disk.afterPowerFailure(Unsynced.DROPPED, 0);
  }

  private static WriteAheadLog writeRecords(FaultyDirectory disk) {
    WriteAheadLog log = open(disk);
    commit(log, "a");
    commit(log, "bb");
    long third = log.append(LogRecordType.WRITE_BATCH, payload("c".repeat(30)));
    log.commit(third);
    return log;
  }

  private static byte[] flip(byte[] intact, int bit) {
    byte[] damaged = intact.clone();
    damaged[bit / 8] ^= (byte) (1 << (bit % 8));
    return damaged;
  }
}
