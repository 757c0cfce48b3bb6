package io.vicinal.cluster.ratis;

import static io.vicinal.cluster.log.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.core.io.DamagedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  private static final int FIRST = 5;
  private static final int BEFORE = FIRST - 1;
  private static final int ENTRIES = 6;
  private static final int PADDING = 300;

  /** The file: entry n was submitted when entry n − 2 was settled. */
  private final byte[] intact;

  /** Where each entry begins, and where the last one ends. */
  private final List<Integer> places = new ArrayList<>();

  LogTailTest() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(LogFrame.FILE_HEADER);
    for (int i = 0; i < ENTRIES; i++) {
      places.add(file.size());
      file.write(frame(FIRST + i, FIRST + i - 2, "text " + i));
    }
    places.add(file.size());
    file.write(new byte[PADDING]);
    intact = file.toByteArray();
  }

  @Test
  void leavesAnIntactFileAlone(@TempDir Path path) throws IOException {
    assertThat(repaired(path, intact)).isEqualTo(intact);
  }

  @Test
  void cutsAnEntryOfWhichOnlyABeginningWasWritten(@TempDir Path path) throws IOException {
    int last = places.get(ENTRIES - 1);
    for (int written = last + 1; written < places.get(ENTRIES); written++) {
      byte[] torn = intact.clone();
      Arrays.fill(torn, written, torn.length, (byte) 0);
      // Where the rest of the entry was zeros, it is whole.
      if (!Arrays.equals(torn, intact)) {
        assertThat(repaired(path, torn)).hasSize(last).isEqualTo(Arrays.copyOf(intact, last));
      }
      assertThat(repaired(path, Arrays.copyOf(intact, written))).hasSize(last);
    }
  }

  @Test
  void cutsEntriesOfWhichTheFirstDidNotComeToTheDisk(@TempDir Path path) throws IOException {
    // Both were on their way at the time: the later one says nothing about the one before it.
    int place = places.get(ENTRIES - 2);
    byte[] torn = intact.clone();
    Arrays.fill(torn, place, place + 20, (byte) 0x5a);
    assertThat(repaired(path, torn)).isEqualTo(Arrays.copyOf(intact, place));
  }

  @Test
  void refusesDamageWhereverALaterEntryBearsWitness(@TempDir Path path) throws IOException {
    int witnessed = places.get(ENTRIES - 2);
    for (int place = LogFrame.FILE_HEADER.length; place < witnessed; place++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = intact.clone();
        damaged[place] ^= (byte) (1 << bit);
        assertThat(outcome(path, damaged)).as("bit %d of byte %d", bit, place).isEqualTo("damage");
        assertThat(Files.readAllBytes(file(path))).isEqualTo(damaged);
      }
    }
  }

  @Test
  void neverKeepsAWrongEntryWhicheverBitFlips(@TempDir Path path) throws IOException {
    for (int place = 0; place < intact.length; place++) {
      byte[] damaged = intact.clone();
      damaged[place] ^= 0x10;
      if (outcome(path, damaged).equals("opened")) {
        byte[] left = Files.readAllBytes(file(path));
        assertThat(left).as("byte %d", place).isEqualTo(Arrays.copyOf(intact, left.length));
      }
    }
  }

  @Test
  void deletesAFileToWhichNothingWasWritten(@TempDir Path path) throws IOException {
    for (int written = 0; written < LogFrame.FILE_HEADER.length; written++) {
      byte[] begun = new byte[1000];
      System.arraycopy(LogFrame.FILE_HEADER, 0, begun, 0, written);
      Files.write(file(path), begun);
      repair(path, BEFORE, OptionalLong.empty());
      assertThat(file(path)).doesNotExist();
    }
  }

  @Test
  void deletesALogThatEndsBeforeWhatIsApplied(@TempDir Path path) throws IOException {
    Files.write(file(path), intact);
    Files.write(path.resolve("raft-meta"), new byte[1]);
    Files.write(path.resolve("log_0-4"), new byte[1]);
    int last = FIRST + ENTRIES - 1;
    repair(path, last, OptionalLong.empty());
    assertThat(path.toFile().list()).hasSize(3);
    repair(path, last + 1, OptionalLong.empty());
    assertThat(path.toFile().list()).containsExactly("raft-meta");
    repair(path, last + 1, OptionalLong.empty());
    repair(path.resolve("nothing"), 1, OptionalLong.empty());
  }

  @Test
  void refusesALogThatEndsBeforeWhatIsWitnessed(@TempDir Path path) throws IOException {
    int last = FIRST + ENTRIES - 1;
    Path nothing = path.resolve("nothing");
    assertThatCode(() -> repair(nothing, 0, OptionalLong.empty())).doesNotThrowAnyException();
    assertMissing(nothing, 0, 0, "entry 0", "without entries");
    assertMissing(path, 0, 0, "entry 0", "without entries");
    Files.write(file(path), intact);
    repair(path, BEFORE, OptionalLong.of(last));
    assertMissing(path, BEFORE, last + 1, "entry " + (last + 1), "ends with entry " + last);
    // A cut that would leave less than is witnessed is not made.
    byte[] torn = Arrays.copyOf(intact, places.get(ENTRIES - 1) + 3);
    Files.write(file(path), torn);
    assertMissing(path, last - 1, last, "entry " + last, "ends with entry " + (last - 1));
    assertThat(Files.readAllBytes(file(path))).isEqualTo(torn);
    // What is applied is not needed any more.
    repair(path, last, OptionalLong.of(last));
    assertThat(file(path)).doesNotExist();
    Files.write(path.resolve("log_0-4"), new byte[1]);
    repair(path, 0, OptionalLong.of(4));
    assertMissing(path, 0, 5, "entry 5", "ends with entry 4");
  }

  /** Whatever the state machine bears witness of: its log.json is in the shard, and can be lost. */
  @Test
  void refusesALogThatBeginsAfterWhatIsApplied(@TempDir Path path) throws IOException {
    Files.write(file(path), intact);
    assertThatThrownBy(() -> repair(path, BEFORE - 1, OptionalLong.empty()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll(path.toString(), "entries from 4 on", "the first is 5");
    assertThat(Files.readAllBytes(file(path))).isEqualTo(intact);
    // A file without entries says all the same that others were there.
    Files.write(file(path), Arrays.copyOf(intact, LogFrame.FILE_HEADER.length));
    assertThatThrownBy(() -> repair(path, 0, OptionalLong.of(3)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll("entries from 1 on", "the first is 5");
    repair(path, BEFORE, OptionalLong.of(3));
    assertThat(file(path)).exists();
  }

  private static void repair(Path path, long applied, OptionalLong witnessed) {
    LogTail.repair(path, new LogEvidence(applied, witnessed));
  }

  private static void assertMissing(
      Path path, long applied, long witnessed, String expected, String found) {
    assertThatThrownBy(() -> repair(path, applied, OptionalLong.of(witnessed)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll(path.toString(), expected, found);
  }

  private static byte[] repaired(Path path, byte[] content) throws IOException {
    Files.write(file(path), content);
    repair(path, BEFORE, OptionalLong.empty());
    return Files.readAllBytes(file(path));
  }

  private static String outcome(Path path, byte[] content) throws IOException {
    Files.write(file(path), content);
    try {
      repair(path, BEFORE, OptionalLong.empty());
      return Files.exists(file(path)) ? "opened" : "deleted";
    } catch (DamagedFileException e) {
      return "damage";
    }
  }

  private static Path file(Path path) {
    return path.resolve("log_inprogress_" + FIRST);
  }

  private static byte[] frame(long index, long settled, String text) throws IOException {
    LogEntryProto entry =
        LogEntryProto.newBuilder()
            .setTerm(3)
            .setIndex(index)
            .setStateMachineLogEntry(
                StateMachineLogEntryProto.newBuilder()
                    .setLogData(RatisEnvelope.wrap(settled, bytes(text))))
            .build();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(frame);
    coded.writeUInt32NoTag(entry.getSerializedSize());
    entry.writeTo(coded);
    coded.flush();
    CRC32C checksum = new CRC32C();
    checksum.update(frame.toByteArray());
    frame.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    return frame.toByteArray();
  }
}
