package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import org.junit.jupiter.api.Test;

class LogWitnessTest {
  private final FaultyDirectory disk = FaultyDirectory.create();

  @Test
  void remembersTheLastEntryItWasToldOf() {
    LogWitness witness = LogWitness.open(disk);
    assertThat(witness.settled()).isEqualTo(LogWitness.NONE);
    witness.advance(0);
    assertThat(LogWitness.open(disk).settled()).isZero();
    witness.advance(7);
    witness.advance(3);
    assertThat(witness.settled()).isEqualTo(7);
    assertThat(LogWitness.open(disk).settled()).isEqualTo(7);
  }

  @Test
  void writesNothingWithoutNewsOrAfterItIsClosed() {
    LogWitness witness = LogWitness.open(disk);
    witness.advance(7);
    disk.delete("log.json");
    witness.advance(7);
    witness.close();
    witness.advance(8);
    assertThat(disk.list()).isEmpty();
  }

  @Test
  void triesAgainWhenItCouldNotBeWritten() {
    LogWitness witness = LogWitness.open(disk);
    witness.advance(1);
    boolean[] full = {true};
    disk.before(
        Operation.RENAME,
        () -> {
          if (full[0]) {
            throw new VicinalException(ErrorCode.STORAGE_FAILURE, "No space left on device");
          }
        });
    assertThatThrownBy(() -> witness.advance(2)).hasMessage("No space left on device");
    witness.tryAdvance(2);
    assertThat(witness.settled()).isEqualTo(1);
    full[0] = false;
    witness.tryAdvance(2);
    assertThat(LogWitness.open(disk).settled()).isEqualTo(2);
  }

  @Test
  void refusesADamagedFile() {
    LogWitness.open(disk).advance(1);
    disk.overwrite("log.json", new byte[9]);
    assertThatThrownBy(() -> LogWitness.open(disk))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("log.json");
  }
}
