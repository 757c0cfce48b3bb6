package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sink in a MiniCluster, against a node in the same process. */
final class VicinalSinkTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(new Attribute("version", ScalarType.INT64)));

  private TestNode node;

  @BeforeEach
  void startNode(@TempDir Path directory) {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  /** A change of key = n mod keys: an upsert of version n, or a delete where n mod 7 is 0. */
  static Mutation change(long n, int keys) {
    RecordId id = RecordId.of(n % keys);
    if (n % 7 == 0) {
      return new Mutation.Delete(id);
    }
    return new Mutation.Upsert(
        VectorRecord.of(id, "v", DenseVector.of((float) n, 1))
            .withAttributes(Map.of("version", n)));
  }

  static VicinalSinkBuilder<Long> sink(String uri, int keys) {
    return VicinalSink.<Long>builder()
        .setUri(uri)
        .setCollection("points")
        .setConverter(n -> change(n, keys));
  }

  @Test
  void writesTheLastChangeOfEachKey() throws Exception {
    node.create(CollectionSpec.of("points", SCHEMA));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    env.fromSequence(1, 10_000)
        .setParallelism(1)
        .keyBy(n -> n % 100)
        .sinkTo(sink(node.uri(), 100).setBatchRows(64).build());
    env.execute();

    assertThat(versions()).isEqualTo(lastChanges(10_000, 100));
  }

  /** The versions that the node has, by id. */
  private Map<String, Object> versions() {
    Map<String, Object> versions = new TreeMap<>();
    node.records("points")
        .forEach(
            (id, record) ->
                versions.putAll(Map.of(id, record.attributes().getOrDefault("version", -1L))));
    return versions;
  }

  /** The versions that changes 1..n of so many keys leave, by id. */
  private static Map<String, Object> lastChanges(long n, int keys) {
    Map<String, Object> versions = new TreeMap<>();
    for (long i = Math.max(1, n - keys + 1); i <= n; i++) {
      if (i % 7 != 0) {
        versions.put(Long.toString(i % keys), i);
      }
    }
    return versions;
  }
}
