package io.vicinal.cluster.ratis;

import static io.vicinal.cluster.log.RecordingMachine.bytes;
import static io.vicinal.cluster.log.RecordingMachine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import io.vicinal.core.io.UnsupportedFormatException;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class RatisEnvelopeTest {
  @Test
  void holdsAnEntryAndWhatWasSettled() {
    ByteString wrapped = RatisEnvelope.wrap(77, bytes("entry"));
    assertThat(RatisEnvelope.settled(wrapped)).isEqualTo(77);
    assertThat(text(RatisEnvelope.unwrap(wrapped, "here"))).isEqualTo("entry");
  }

  @Test
  void refusesAVersionOfTheFuture() {
    ByteString newer =
        ByteString.copyFrom(new byte[] {2}).concat(ByteString.copyFrom(new byte[30]));
    assertThat(RatisEnvelope.settled(newer)).isEqualTo(-1);
    assertThatThrownBy(() -> RatisEnvelope.unwrap(newer, "here"))
        .isInstanceOf(UnsupportedFormatException.class);
  }

  @Test
  void isWhatThePageSays() {
    assertThat(FormatPage.read("replicated-log.md").fields("The envelope"))
        .containsExactly(
            new Field("version", RatisEnvelope.VERSION_OFFSET, RatisEnvelope.VERSION_BYTES),
            new Field("reserved", RatisEnvelope.RESERVED_OFFSET, RatisEnvelope.RESERVED_BYTES),
            new Field("settled", RatisEnvelope.SETTLED_OFFSET, RatisEnvelope.SETTLED_BYTES));
  }
}
