package io.vicinal.server.flight;

import io.vicinal.api.VectorDatabase;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.client.RetryPolicy;
import io.vicinal.core.DatabaseOptions;
import io.vicinal.core.EmbeddedDatabase;
import io.vicinal.testkit.VectorDatabaseContract;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The contract of a database, over Flight. Fails if a batch leaks, on either side. */
class RemoteDatabaseContractIT extends VectorDatabaseContract {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  @Override
  protected VectorDatabase open(Path directory) {
    BufferAllocator memory = opened(new RootAllocator());
    EmbeddedDatabase stored = opened(EmbeddedDatabase.open(directory, DatabaseOptions.DEFAULT));
    FlightService service =
        opened(
            FlightService.start(
                BatchDatabase.ofRecords(stored), FlightOptions.loopback(0), memory));
    ConnectionOptions options = ConnectionOptions.of(service.uri()).withRetry(RetryPolicy.NONE);
    return RemoteDatabase.connect(options, opened(new RootAllocator()));
  }

  @Override
  protected void release() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        throw new AssertionError("a resource of the test could not be closed", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    resources.push(resource);
    return resource;
  }
}
