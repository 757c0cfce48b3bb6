package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.server.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no route gets to see was answered with pages of the HTTP layer. */
class BrokenRequestsTest {
  private static final String HOST = "Host: localhost";
  private static final String LIST = "GET /v1/collections HTTP/1.1";

  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path data) {
    node = TestNode.start(data);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1/collections HTTP/1.1     | Host:            | 400 | headers with Host among them",
        "GET /v1/collections HTTP/1.1     | Host: a b        | 400 | headers with Host among them",
        "GET /v1/%zz HTTP/1.1             | Host: localhost  | 400 | percent-encoded UTF-8",
        "GET /v1/collections/%ff HTTP/1.1 | Host: localhost  | 400 | percent-encoded UTF-8",
        "GET /../x HTTP/1.1               | Host: localhost  | 400 | malformed HTTP request",
        "rubbish                          | Host: localhost  | 400 | malformed HTTP request",
        "GET / HTTP/9                     | Host: localhost  | 505 | expected 1.1",
        "OPTIONS * HTTP/1.1               | Host: localhost  | 404 | no route OPTIONS *",
      })
  void answersWithAProblem(String line, String header, int status, String detail)
      throws IOException {
    assertProblem(
        RawRequest.send(node.restPort(), line, header), status, "INVALID_ARGUMENT", detail);
  }

  @Test
  void saysHowLongARequestLineAndHeadersMayBe() throws IOException {
    String much = "x".repeat(9000);
    assertProblem(
        RawRequest.send(node.restPort(), "GET /" + much + " HTTP/1.1", HOST),
        414,
        "TOO_LARGE",
        "the request line is too long; expected a request line and headers of at most 8192 bytes");
    assertProblem(
        RawRequest.send(node.restPort(), LIST, HOST, "X-Much: " + much),
        431,
        "TOO_LARGE",
        "the headers are too long; expected a request line and headers of at most 8192 bytes");
  }

  /** It was called missing. */
  @Test
  void refusesAQueryParameterThatCannotBeDecoded() throws IOException {
    assertProblem(
        RawRequest.send(node.restPort(), "GET /v1/collections/c/records?id=%zz HTTP/1.1", HOST),
        400,
        "INVALID_ARGUMENT",
        "malformed query parameter 'id=%zz'; expected UTF-8, with '%' and two hexadecimal digits");
  }

  @Test
  void tellsTheRequestByItsId() throws IOException {
    String answer =
        RawRequest.send(node.restPort(), "GET /v1/a\\b HTTP/1.1", HOST, "x-request-id: job-7");

    assertProblem(answer, 400, "INVALID_ARGUMENT", "\"instance\":\"/v1/a\\\\b\"");
    assertThat(answer).contains("x-request-id: job-7\r\n", "\"requestId\":\"job-7\"");
  }

  private static void assertProblem(String answer, int status, String code, String detail) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json\r\n", "x-request-id: ")
        .contains("\"status\":" + status, "\"code\":\"" + code + "\"", detail)
        .doesNotContain("<", "badMessage");
  }
}
