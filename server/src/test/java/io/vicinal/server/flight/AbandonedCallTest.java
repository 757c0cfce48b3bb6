package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.server.flight.CallObserver.EndedCall;
import io.vicinal.testkit.ExactDatabase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightClient.ClientStreamListener;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that opens a stream and is gone before it sends anything. */
class AbandonedCallTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final BlockingQueue<EndedCall> ended = new LinkedBlockingQueue<>();
  private final BufferAllocator memory = new RootAllocator();
  private final FlightService service =
      FlightService.start(
          BatchDatabase.ofRecords(new ExactDatabase()),
          FlightOptions.loopback(0),
          memory,
          new CallObserver() {
            @Override
            public void started() {
              begun.countDown();
            }

            @Override
            public void ended(EndedCall call) {
              ended.add(call);
            }
          });
  private final FlightClient client =
      FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", service.port())).build();

  @AfterEach
  void close() throws InterruptedException {
    client.close();
    service.close();
    memory.close();
  }

  @Test
  void aStreamOfWritesWithoutAFirstMessageEndsWithItsClient() throws InterruptedException {
    ClientStreamListener put =
        client.startPut(FlightDescriptor.path("points"), new AsyncPutListener());

    begun.await();
    put.error(new IllegalStateException("gone"));

    EndedCall call = ended.poll(1, TimeUnit.MINUTES);
    assertThat(call).isNotNull();
    assertThat(call.method()).isEqualTo("DO_PUT");
    assertThat(call.status()).isEqualTo("CANCELLED");
  }
}
