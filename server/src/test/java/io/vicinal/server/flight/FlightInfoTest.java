package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.protocol.TicketDocument;
import io.vicinal.testkit.ExactDatabase;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of scans before they are read, of collections of three shards. */
class FlightInfoTest {
  private static final int SHARDS = 3;

  private final ExactDatabase stored = new ExactDatabase();
  private final Set<String> damaged = new HashSet<>();
  private final BufferAllocator memory = new RootAllocator();
  private final FlightService service =
      FlightService.start(new Sharded(), FlightOptions.loopback(0), memory);
  private final FlightClient client =
      FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", service.port())).build();

  FlightInfoTest() {
    stored.createCollection(FlightFixture.POINTS).upsert(List.of(FlightFixture.point(1)));
  }

  @AfterEach
  void close() throws InterruptedException {
    client.close();
    service.close();
    memory.close();
  }

  @Test
  void hasAnEndpointForEachShard() {
    FlightInfo info = info("{'scan': {'collection': 'points'}}");

    assertThat(info.getRecords()).isEqualTo(1);
    assertThat(shards(info)).containsExactly(0, 1, 2);
  }

  @Test
  void hasTheEndpointOfTheOneShardThatIsAskedFor() {
    FlightInfo info = info("{'scan': {'collection': 'points', 'shard': 2}}");

    assertThat(shards(info)).containsExactly(2);
    assertThat(info.getRecords()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'shard': 3             | shard 3 of collection 'points'; expected 0..2",
        "'filter': \"title >\"  | filter",
        "'filter': \"name = 1\" | 'name'",
        "'limit': -1            | limit is -1; expected 0 or more",
      },
      quoteCharacter = '`')
  void refusesAScanThatNoEndpointCouldServe(String keys, String reason) {
    assertThatThrownBy(() -> info("{'scan': {'collection': 'points', " + keys + "}}"))
        .hasMessageContaining(reason);
  }

  @Test
  void listsTheOthersWhereACollectionIsDamaged() {
    stored.createCollection(CollectionSpec.of("broken", FlightFixture.POINTS.schema()));
    damaged.add("broken");

    assertThat(client.listFlights(Criteria.ALL))
        .extracting(info -> info.getDescriptor().getPath())
        .containsExactly(List.of("points"));
  }

  private FlightInfo info(String command) {
    byte[] json = command.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return client.getInfo(FlightDescriptor.command(json));
  }

  private static List<Integer> shards(FlightInfo info) {
    return info.getEndpoints().stream()
        .map(endpoint -> TicketDocument.parse(endpoint.getTicket().getBytes()))
        .map(ticket -> Objects.requireNonNull(Objects.requireNonNull(ticket.scan()).shard()))
        .toList();
  }

  private final class Sharded implements BatchDatabase {
    @Override
    public VectorDatabase database() {
      return stored;
    }

    @Override
    public BatchCollection collection(String name) {
      if (damaged.contains(name)) {
        throw new VicinalException(ErrorCode.DAMAGED_FILE, "on purpose");
      }
      return new Shards(stored.collection(name));
    }
  }

  private record Shards(VectorCollection collection) implements BatchCollection {
    @Override
    public int shards() {
      return SHARDS;
    }

    @Override
    public WriteResult write(VectorSchemaRoot batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BatchSource scan(int shard, ScanRequest request, BufferAllocator allocator) {
      throw new UnsupportedOperationException();
    }
  }
}
