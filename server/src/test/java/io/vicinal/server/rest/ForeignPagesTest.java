package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.server.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser sends for a page of another site. */
class ForeignPagesTest {
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path data) {
    node = TestNode.start(data);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void refusesPagesOfOtherSites() throws IOException {
    for (String origin : List.of("http://evil.example", "null", "http://localhost")) {
      String answer = send("Host: localhost:" + node.restPort(), "Origin: " + origin);
      assertThat(answer)
          .startsWith("HTTP/1.1 403")
          .contains("\"FORBIDDEN\"")
          .contains("header Origin is '" + origin + "'; expected none, or the node's own address");
    }
  }

  @Test
  void answersItsOwnPagesAndWhatIsNoPage() throws IOException {
    String host = "localhost:" + node.restPort();
    assertThat(send("Host: " + host, "Origin: http://" + host)).startsWith("HTTP/1.1 200");
    for (String local :
        List.of(host, "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8740", "LOCALHOST")) {
      assertThat(send("Host: " + local)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void refusesForeignNamesOnTheLoopbackAddress() throws IOException {
    for (String name : List.of("evil.example", "evil.example:8740", "127.0.0.1.evil.example")) {
      assertThat(send("Host: " + name))
          .startsWith("HTTP/1.1 403")
          .contains("header Host is '" + name + "'; expected localhost or an IP address");
    }
  }

  private static String send(String... headers) throws IOException {
    return RawRequest.send(node.restPort(), "GET /v1/collections HTTP/1.1", headers);
  }
}
