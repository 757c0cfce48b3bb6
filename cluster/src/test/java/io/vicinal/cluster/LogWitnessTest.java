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
    assertThat(witness.settled()).isEmpty();
    witness.begin(0);
    assertThat(LogWitness.open(disk).settled()).hasValue(0);
    witness.advance(7);
    witness.advance(3);
    witness.begin(9);
    assertThat(witness.settled()).hasValue(7);
    assertThat(LogWitness.open(disk).settled()).hasValue(7);
  }

  /** A log that was never ready may have no entry: nothing must say that it has. */
  @Test
  void saysNothingBeforeItBegins() {
    LogWitness witness = LogWitness.open(disk);
    witness.advance(0);
    witness.advance(5);
    assertThat(witness.settled()).isEmpty();
    assertThat(disk.list()).isEmpty();
  }

  @Test
  void writesNothingWithoutNewsOrAfterItIsClosed() {
    LogWitness witness = LogWitness.open(disk);
    witness.begin(7);
    disk.delete("log.json");
    witness.advance(7);
    witness.close();
    witness.advance(8);
    assertThat(disk.list()).isEmpty();
    LogWitness late = LogWitness.open(disk);
    late.close();
    late.begin(1);
    assertThat(disk.list()).isEmpty();
  }

  @Test
  void triesAgainWhenItCouldNotBeWritten() {
    LogWitness witness = LogWitness.open(disk);
    witness.begin(1);
    boolean[] full = {true};
    disk.before(
        Operation.RENAME,
        () -> {
          if (full[0]) {
            throw new VicinalException(ErrorCode.STORAGE_FAILURE, "No space left on device");
          }
        });
    witness.advance(2);
    assertThat(witness.settled()).hasValue(1);
    full[0] = false;
    witness.advance(2);
    assertThat(LogWitness.open(disk).settled()).hasValue(2);
  }

  @Test
  void refusesADamagedFile() {
    LogWitness.open(disk).begin(1);
    disk.overwrite("log.json", new byte[9]);
    assertThatThrownBy(() -> LogWitness.open(disk))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("log.json");
  }
}
