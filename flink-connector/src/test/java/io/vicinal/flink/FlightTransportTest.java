package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.Mutation;
import io.vicinal.flink.SinkOptions.Batching;
import io.vicinal.flink.SinkOptions.Patience;
import io.vicinal.flink.SinkOptions.Target;
import io.vicinal.protocol.WriterName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the channels of subtasks do to each other on a node. */
final class FlightTransportTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final List<Channel> channels = new ArrayList<>();
  private TestNode node;

  @BeforeEach
  void startNode(@TempDir Path directory) {
    node = TestNode.start(directory);
    node.create(CollectionSpec.of("points", KeyedChanges.SCHEMA));
  }

  @AfterEach
  void closeAllInOrder() {
    channels.forEach(Channel::abort);
    channels.forEach(Channel::close);
    allocator.close();
    node.close();
  }

  @Test
  void aChannelAfterARescaleEndsThoseOfAllFormerSubtasks() {
    List<Channel> four = new ArrayList<>();
    for (int subtask = 0; subtask < 4; subtask++) {
      four.add(channel(new WriterName("flink/job/sink", subtask, 4)));
      append(four.get(subtask), 10 + subtask);
    }
    Channel other = channel(new WriterName("flink/job/sink of another table", 3, 4));
    Channel first = channel(new WriterName("flink/job/sink", 0, 2));
    append(first, 20);

    for (int subtask = 0; subtask < 4; subtask++) {
      Channel old = four.get(subtask);
      assertThatThrownBy(() -> append(old, 30))
          .hasStackTraceContaining("a newer stream of writer 'flink/job/sink#0/2'");
    }
    append(channel(new WriterName("flink/job/sink", 1, 2)), 21);
    append(other, 22);
    assertThat(node.records("points").keySet()).containsExactly("10", "11", "12", "13", "20", "22");
  }

  @Test
  void aChannelBreaksWhenTheNodeIsSilentForTheRequestTimeout() {
    // The first connection of a process takes its time.
    append(channel(WriterName.alone("first"), Patience.DEFAULT), 10);
    Patience little = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1));
    Channel channel = channel(WriterName.alone("second"), little);
    node.holdWrites();
    assertThatThrownBy(() -> append(channel, 11))
        .hasStackTraceContaining("made no progress for 1 seconds");
    node.releaseWrites();
  }

  private Channel channel(WriterName writer) {
    return channel(writer, Patience.DEFAULT);
  }

  private Channel channel(WriterName writer, Patience patience) {
    SinkOptions options =
        new SinkOptions(Target.of(node.uri(), null, "points", null), Batching.DEFAULT, patience);
    Channel channel = new FlightTransport(options, writer, allocator).connect();
    channels.add(channel);
    return channel;
  }

  /** Appends a change, and waits until it is applied. */
  private void append(Channel channel, long change) {
    Mutation mutation = KeyedChanges.change(change, 100);
    try (MutationBatch batch = MutationBatch.allocate(channel.schema(), 1, allocator)) {
      batch.add(mutation, MutationSize.of(mutation), 0);
      batch.seal();
      channel.append(batch.root()).join();
    }
  }
}
