package io.vicinal.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory.Operation;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyDirectoryTest extends StorageDirectoryContract {
  private final FaultyDirectory directory = FaultyDirectory.create();

  @Override
  StorageDirectory directory() {
    return directory;
  }

  @Test
  void losesWhatWasNotSyncedInAPowerFailure() {
    AppendableFile file = directory.create("f");
    file.write(text("synced"));
    file.sync();
    assertThat(directory.afterPowerFailure(Unsynced.DROPPED, 0).list()).isEmpty();
    directory.sync();
    file.write(text(" and not"));
    FaultyDirectory survivor = directory.afterPowerFailure(Unsynced.DROPPED, 0);
    assertThat(survivor.bytes("f")).asString(StandardCharsets.US_ASCII).isEqualTo("synced");
    FaultyDirectory killed = directory.afterPowerFailure(Unsynced.KEPT, 0);
    assertThat(killed.bytes("f")).asString(StandardCharsets.US_ASCII).isEqualTo("synced and not");
  }

  @Test
  void tearsUnsyncedBytesAtSectorsAndKeepsSyncedOnes() {
    AppendableFile file = directory.create("f");
    directory.sync();
    byte[] synced = new byte[1024];
    Arrays.fill(synced, (byte) 1);
    file.write(ByteBuffer.wrap(synced));
    file.sync();
    byte[] unsynced = new byte[2048];
    Arrays.fill(unsynced, (byte) 2);
    file.write(ByteBuffer.wrap(unsynced));
    List<Integer> lengths = new ArrayList<>();
    for (int seed = 0; seed < 50; seed++) {
      byte[] torn = directory.afterPowerFailure(Unsynced.TORN, seed).bytes("f");
      assertThat(torn).startsWith(synced);
      for (int i = 1024; i < torn.length; i++) {
        assertThat(torn[i]).isEqualTo(torn[i - i % 512]).isIn((byte) 0, (byte) 2);
      }
      lengths.add(torn.length);
    }
    assertThat(lengths.stream().distinct().count()).isGreaterThan(10);
  }

  @Test
  void neverMakesBytesDurableAfterTheirSyncFailed() {
    AppendableFile file = directory.create("f");
    directory.sync();
    file.write(text("lost"));
    directory.failNext(Operation.SYNC, "Input/output error");
    assertThatThrownBy(file::sync)
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("Input/output error");
    file.sync();
    assertThat(directory.afterPowerFailure(Unsynced.DROPPED, 0).bytes("f")).isEmpty();
  }

  @Test
  void writesAPartAndFailsWhenTheDiskIsFull() {
    directory.capacity(4);
    AppendableFile file = directory.create("f");
    assertThatThrownBy(() -> file.write(text("123456")))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("No space left on device");
    assertThat(content("f")).isEqualTo("1234");
    file.truncate(2);
    file.write(text("ab"));
    assertThat(content("f")).isEqualTo("12ab");
  }

  @Test
  void findsOldOrNewContentWhereverAtomicWriteIsInterrupted() {
    for (int crash = 1; ; crash++) {
      FaultyDirectory disk = FaultyDirectory.create();
      disk.writeAtomically("f", text("old"));
      disk.crashAfter(disk.operations() + crash);
      boolean finished = finishes(() -> disk.writeAtomically("f", text("new content")));
      for (Unsynced unsynced : Unsynced.values()) {
        for (int seed = 0; seed < 20; seed++) {
          String found =
              new String(
                  disk.afterPowerFailure(unsynced, seed).bytes("f"), StandardCharsets.US_ASCII);
          assertThat(found)
              .as("crash %d, %s, seed %d", crash, unsynced, seed)
              .isIn(finished ? List.of("new content") : List.of("old", "new content"));
        }
      }
      if (finished) {
        assertThat(crash).isGreaterThan(4);
        return;
      }
    }
  }

  private static boolean finishes(Runnable write) {
    try {
      write.run();
      return true;
    } catch (PowerFailure e) {
      return false;
    }
  }
}
