package io.vicinal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WriterNameTest {
  @Test
  void readsWhatItWrites() {
    for (WriterName name :
        List.of(
            WriterName.alone("one"),
            WriterName.alone("a#b/c"),
            new WriterName("flink/job/operator", 0, 4),
            new WriterName("flink/job/operator", 3, 4))) {
      assertThat(WriterName.parse(name.toString())).isEqualTo(name);
    }
    assertThat(new WriterName("flink/job/operator", 3, 4)).hasToString("flink/job/operator#3/4");
    assertThat(WriterName.alone("one")).hasToString("one");
  }

  @Test
  void replacesTheSameMemberAndGroupsOfAnotherSize() {
    WriterName second = new WriterName("job", 1, 2);
    assertThat(second.replaces(new WriterName("job", 1, 2))).isTrue();
    assertThat(second.replaces(new WriterName("job", 0, 2))).isFalse();
    assertThat(second.replaces(new WriterName("job", 3, 4))).isTrue();
    assertThat(second.replaces(WriterName.alone("job"))).isTrue();
    assertThat(second.replaces(new WriterName("other", 1, 2))).isFalse();
  }

  @Test
  void refusesWhatNobodyIs() {
    assertThatThrownBy(() -> WriterName.parse("job#2/2"))
        .hasMessage(
            "writer 'job' is number 2 of 2; expected a number from 0, below that of the members");
    assertThatThrownBy(() -> WriterName.parse("#0/2")).hasMessageContaining("is named ''");
    assertThatThrownBy(() -> WriterName.alone("job#1/2"))
        .hasMessage(
            "the group of a writer is named 'job#1/2'; expected a name that is not empty and does"
                + " not end like '#0/2'");
  }
}
