package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.VicinalException;
import io.vicinal.flink.SinkOptions.Batching;
import io.vicinal.flink.SinkOptions.Patience;
import io.vicinal.flink.SinkOptions.Target;
import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A writer that cannot be opened says why, and leaves no connection, memory or thread behind. */
final class MutationWriterOpeningTest {
  private final FakeNode node = new FakeNode(KeyedChanges.SCHEMA);
  private final FakeTask task = new FakeTask();
  private final RootAllocator allocator = new RootAllocator();
  private MutationConverter<Long> converter = n -> new Mutation.Delete(RecordId.of("key " + n));
  private InvalidRecordHandler<Long> invalidRecords = InvalidRecordHandler.fail();

  @AfterEach
  void leavesNothingBehind() {
    assertThat(node.connections()).isEqualTo(1);
    assertThat(node.openChannels()).isZero();
    assertThat(allocator.getAllocatedMemory()).isZero();
    assertThatThrownBy(allocator::assertOpen).hasMessageContaining("closed");
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("vicinal-sink"));
  }

  private void open() throws Exception {
    SinkOptions options =
        new SinkOptions(
            new Target("grpc://node:1", null, "docs", null), Batching.DEFAULT, Patience.DEFAULT);
    MutationWriter<Long> unused =
        MutationWriter.open(
            new WriterParts<>(options, converter, invalidRecords, allocator),
            task.services(),
            node);
  }

  @Test
  void whenAMetricIsRefused() {
    task.metrics.refuse("numBatchesResent");
    assertThatThrownBy(this::open).hasMessage("no gauge numBatchesResent");
  }

  @Test
  void whenTheConverterLacksAClass() {
    converter =
        new MutationConverter<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public void open(CollectionSchema schema) {
            throw new NoClassDefFoundError("org/example/Schemas");
          }

          @Override
          public Mutation convert(Long element) {
            return new Mutation.Delete(RecordId.of(element));
          }
        };
    assertThatThrownBy(this::open)
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessage("org/example/Schemas");
  }

  @Test
  void whenNeitherOpeningNorClosingTheHandlerSucceeds() {
    invalidRecords =
        new InvalidRecordHandler<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public void open() throws IOException {
            throw new IOException("no broker");
          }

          @Override
          public void handle(Long element, VicinalException error) {}

          @Override
          public void close() throws IOException {
            throw new IOException("no producer");
          }
        };
    assertThatThrownBy(this::open)
        .hasMessage("opening the sink failed: no broker")
        .cause()
        .hasSuppressedException(
            new IOException("closing the handler of invalid records failed: no producer"));
  }
}
