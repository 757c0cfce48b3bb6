package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink in a MiniCluster, against a node in the same process. {@link VicinalSinkIT} has what
 * happens when one of them fails.
 */
final class VicinalSinkTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = SmallCluster.create();

  private TestNode node;

  @BeforeEach
  void startNode(@TempDir Path directory) {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void writesTheLastChangeOfEachKey() throws Exception {
    node.create(CollectionSpec.of("points", KeyedChanges.SCHEMA));
    KeyedChanges.job(10_000, 100, KeyedChanges.sink(node.uri(), 100).setBatchRows(64), n -> n)
        .execute();
    assertThat(KeyedChanges.versions(node)).isEqualTo(KeyedChanges.lastChanges(10_000, 100));
  }

  @Test
  void createsTheCollectionIfThereIsNone() throws Exception {
    VicinalSinkBuilder<Long> sink =
        KeyedChanges.sink(node.uri(), 10).setCreateCollection(KeyedChanges.SCHEMA);
    KeyedChanges.job(20, 10, sink, n -> n).execute();
    KeyedChanges.job(30, 10, sink, n -> n).execute();
    assertThat(node.collection("points").schema()).isEqualTo(KeyedChanges.SCHEMA);
    assertThat(KeyedChanges.versions(node)).isEqualTo(KeyedChanges.lastChanges(30, 10));
  }

  @Test
  void namesTheCollectionsWhenTheJobStartsWithoutIts() {
    node.create(CollectionSpec.of("others", KeyedChanges.SCHEMA));
    assertThatThrownBy(
            () -> KeyedChanges.job(1, 1, KeyedChanges.sink(node.uri(), 1), n -> n).execute())
        .hasStackTraceContaining("'points'")
        .hasStackTraceContaining("others");
  }

  @Test
  void refusesASinkWithoutConverter() {
    assertThatThrownBy(
            () -> VicinalSink.<Long>builder().setUri(node.uri()).setCollection("points").build())
        .hasMessage("a VicinalSink without setConverter; it has no default");
  }

  @Test
  void takesAnAddressOfIpVersion6() {
    VicinalSink<Long> sink = KeyedChanges.sink("grpc://[::1]:8741", 1).build();
    URI uri = sink.target().connection(Duration.ofSeconds(1), 1).uri();
    assertThat(uri.getHost()).isEqualTo("[::1]");
    assertThat(uri.getPort()).isEqualTo(8741);
  }

  @Test
  void refusesOptionsOutsideTheirRange() {
    assertThatThrownBy(() -> KeyedChanges.sink(node.uri(), 1).setBatchRows(0).build())
        .hasMessage("sink option batchRows is 0; expected 1 or more");
  }
}
