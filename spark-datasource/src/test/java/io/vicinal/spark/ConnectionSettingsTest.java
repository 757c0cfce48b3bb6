package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.client.ConnectionOptions;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

final class ConnectionSettingsTest {
  @Test
  void takesAnAddressOfIpVersion6() {
    ConnectionOptions options = settings("grpc://[::1]:8741").toOptions();
    assertThat(options.uri().getHost()).isEqualTo("[::1]");
    assertThat(options.uri().getPort()).isEqualTo(8741);
  }

  @Test
  void takesTheRequestTimeoutToTheClient() {
    ConnectionSettings settings =
        ConnectionSettings.of(
            new CaseInsensitiveStringMap(
                Map.of("uri", "grpc://node:8741", "request-timeout-seconds", "7")));
    assertThat(settings.toOptions().requestTimeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(() -> settings("node:8741").toOptions())
        .hasMessage("address 'node:8741'; expected grpc://host:port");
  }

  private static ConnectionSettings settings(String uri) {
    return ConnectionSettings.of(new CaseInsensitiveStringMap(Map.of("uri", uri)));
  }
}
