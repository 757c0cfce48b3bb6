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
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job as users write one: changes 1..n of some keys, so many a second. Each seventh change
 * deletes its key, the others upsert it.
 */
public final class CountingJob {
  private CountingJob() {}

  /** Runs the job: address, collection, number of changes, number of keys, changes a second. */
  public static void main(String[] arguments) throws Exception {
    long changes = Long.parseLong(arguments[2]);
    int keys = Integer.parseInt(arguments[3]);
    double perSecond = Double.parseDouble(arguments[4]);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataGeneratorSource<Long> source =
        new DataGeneratorSource<>(
            i -> i + 1, changes, RateLimiterStrategy.perSecond(perSecond), Types.LONG);
    VicinalSink<Long> sink =
        VicinalSink.<Long>builder()
            .setUri(arguments[0])
            .setCollection(arguments[1])
            .setConverter(n -> change(n, keys))
            .setBatchRows(100)
            .setCreateCollection(
                new CollectionSchema(
                    IdType.INT64,
                    List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
                    List.of(new Attribute("n", ScalarType.INT64))))
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
        .setParallelism(1)
        .keyBy(n -> n % keys)
        .sinkTo(sink)
        .setParallelism(2);
    env.execute("counting");
  }

  static boolean deletes(long n) {
    return n % 7 == 0;
  }

  private static Mutation change(long n, int keys) {
    RecordId id = RecordId.of(n % keys);
    return deletes(n)
        ? new Mutation.Delete(id)
        : new Mutation.Upsert(
            VectorRecord.of(id, "v", DenseVector.of((float) n, 1)).withAttributes(Map.of("n", n)));
  }
}
