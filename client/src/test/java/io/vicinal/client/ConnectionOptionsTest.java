package io.vicinal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionOptionsTest {
  private static final String IPV6_LOOPBACK = "[::1]";

  @Test
  void connectsToAnAddressOfIpVersion6() {
    assumeThat(listensOn(IPV6_LOOPBACK)).as("this machine has %s", IPV6_LOOPBACK).isTrue();
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)), List.of());
    try (SilentNode node = SilentNode.start(CollectionSpec.of("points", schema), IPV6_LOOPBACK);
        RemoteDatabase database =
            RemoteDatabase.connect("grpc://" + IPV6_LOOPBACK + ":" + node.port())) {
      assertThat(database.collectionNames()).containsExactly("points");
    }
  }

  @Test
  void refusesAddressesThatAreNone() {
    assertThatThrownBy(() -> ConnectionOptions.of("grpc://::1:8741"))
        .hasMessage("address 'grpc://::1:8741'; expected grpc://host:port");
    assertThatThrownBy(() -> ConnectionOptions.of("http://node:8741"))
        .hasMessage("address 'http://node:8741'; expected grpc://host:port");
  }

  private static boolean listensOn(String host) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
