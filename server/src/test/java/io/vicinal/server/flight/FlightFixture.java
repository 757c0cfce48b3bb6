package io.vicinal.server.flight;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.client.RetryPolicy;
import io.vicinal.testkit.ExactDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A node and a client of it. Closing it fails if any batch leaked, on either side. */
final class FlightFixture implements AutoCloseable {
  static final CollectionSpec POINTS =
      CollectionSpec.of(
          "points",
          new CollectionSchema(
              IdType.INT64,
              List.of(VectorField.of("v", 2, Metric.MANHATTAN)),
              List.of(
                  new Attribute("title", ScalarType.STRING),
                  new Attribute("tags", new ListType(ScalarType.INT32)))));

  final ExactDatabase stored = new ExactDatabase();
  final BufferAllocator serverMemory = new RootAllocator();
  final BufferAllocator clientMemory = new RootAllocator();
  final FlightService service;
  final RemoteDatabase database;

  FlightFixture(FlightOptions options) {
    service = FlightService.start(BatchDatabase.ofRecords(stored), options, serverMemory);
    database =
        RemoteDatabase.connect(
            ConnectionOptions.of(service.uri()).withRetry(RetryPolicy.NONE), clientMemory);
  }

  static FlightFixture start() {
    return new FlightFixture(FlightOptions.loopback(0));
  }

  /** The collection {@link #POINTS}, created, with the points from 0 to n − 1 on the x axis. */
  RemoteCollection points(int n) {
    RemoteCollection points = database.createCollection(POINTS);
    if (n > 0) {
      stored.collection("points").upsert(IntStream.range(0, n).mapToObj(i -> point(i)).toList());
    }
    return points;
  }

  static VectorRecord point(int i) {
    return new VectorRecord(
        RecordId.of(i),
        Map.of("v", DenseVector.of(i, 0)),
        Map.of("title", "point " + i, "tags", List.of(i, -i)));
  }

  @Override
  public void close() {
    database.close();
    service.close();
    clientMemory.close();
    serverMemory.close();
  }
}
