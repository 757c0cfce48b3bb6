package io.vicinal.flink;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A stream of numbered changes to a few keys, the job that writes it, and what it leaves. */
final class KeyedChanges {
  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(new Attribute("version", ScalarType.INT64)));

  private KeyedChanges() {}

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

  /** Writes changes 1..n, each subtask its part of the keys. */
  static StreamExecutionEnvironment job(
      long n, int keys, VicinalSinkBuilder<Long> sink, MapFunction<Long, Long> beforeSink) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    env.fromSequence(1, n)
        .setParallelism(1)
        .map(new KeepClose())
        .setParallelism(1)
        .keyBy(i -> i % keys)
        .map(new KeepClose.Follower(beforeSink))
        .sinkTo(sink.build());
    return env;
  }

  /** The versions that the node has, by id. */
  static Map<String, Object> versions(TestNode node) {
    Map<String, Object> versions = new TreeMap<>();
    node.records("points")
        .forEach(
            (id, record) ->
                versions.putAll(Map.of(id, record.attributes().getOrDefault("version", -1L))));
    return versions;
  }

  /** The versions that changes 1..n of so many keys leave, by id. */
  static Map<String, Object> lastChanges(long n, int keys) {
    Map<String, Object> versions = new TreeMap<>();
    for (long i = Math.max(1, n - keys + 1); i <= n; i++) {
      if (i % 7 != 0) {
        versions.put(Long.toString(i % keys), i);
      }
    }
    return versions;
  }

  /**
   * Lets a source run ahead of the sink by some records only: otherwise all of them lie in Flink's
   * buffers before the first checkpoint, which then is the last.
   */
  private static final class KeepClose extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private static final int AHEAD = 500;
    private static volatile Semaphore permits = new Semaphore(AHEAD);

    @Override
    public void open(OpenContext context) {
      permits = new Semaphore(AHEAD);
    }

    @Override
    public Long map(Long n) throws InterruptedException {
      permits.acquire();
      return n;
    }

    /** Stands before the sink. */
    private record Follower(MapFunction<Long, Long> step) implements MapFunction<Long, Long> {
      @Override
      public Long map(Long n) throws Exception {
        permits.release();
        return step.map(n);
      }
    }
  }
}
