package io.vicinal.cluster.ratis;

import static io.vicinal.cluster.log.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.RecordingMachine;
import io.vicinal.core.log.LogPosition;
import java.io.IOException;
import java.time.Duration;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.junit.jupiter.api.Test;

class RatisStateMachineTest {
  @Test
  void takesForASnapshotWhatIsDurableAndNothingElse() {
    RecordingMachine machine = RecordingMachine.create();
    RatisStateMachine adapter = new RatisStateMachine("texts", machine);
    assertThat(adapter.takeSnapshot()).isEqualTo(-1);
    machine.apply(new LogPosition(1, 5), bytes("a"));
    assertThat(adapter.takeSnapshot()).isEqualTo(-1);
    machine.checkpoint();
    machine.apply(new LogPosition(2, 6), bytes("b"));
    assertThat(adapter.takeSnapshot()).isEqualTo(5);
    assertThat(adapter.getLatestSnapshot().getTermIndex().getTerm()).isEqualTo(1);
  }

  @Test
  void tellsWhoWaitsForTheLeaderOfALogThatCouldNotBeWritten() {
    RatisStateMachine machine = new RatisStateMachine("texts", RecordingMachine.create());
    machine.notifyLogFailed(new IOException("disk full"), LogEntryProto.getDefaultInstance());
    assertThat(machine.ready())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(VicinalException.class)
        .withMessageContaining("disk full");
  }
}
