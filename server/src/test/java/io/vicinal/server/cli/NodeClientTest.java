package io.vicinal.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.CollectionReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asks a node that takes requests and hangs up. */
class NodeClientTest {
  private static final String PATH = "/v1/collections/books";

  private final HttpServer node;
  private final NodeClient client;

  NodeClientTest() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", HttpExchange::close);
    node.start();
    client = NodeClient.of("http://127.0.0.1:" + node.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  /** It said that nothing answers, as if nothing could have happened. */
  @Test
  void doesNotKnowWhatBecameOfAChangeThatWasSent() {
    CollectionReference books = new CollectionReference("books");
    assertError(
        ErrorCode.UNKNOWN_OUTCOME,
        () -> client.post(PATH, books, CollectionReference.class),
        "POST /v1/collections/books at http://127.0.0.1:");
    assertError(
        ErrorCode.UNKNOWN_OUTCOME,
        () -> client.delete(PATH, CollectionReference.class),
        "it may have happened");
  }

  @Test
  void canAskAgainWhereNothingWasToChange() {
    assertError(
        ErrorCode.UNAVAILABLE, () -> client.get(PATH, CollectionReference.class), "try again");
  }

  @Test
  void saysThatNothingAnswersWhereNothingListens() {
    node.stop(0);
    assertError(
        ErrorCode.UNAVAILABLE,
        () -> client.delete(PATH, CollectionReference.class),
        "nothing answers at");
  }

  private static void assertError(ErrorCode code, ThrowingCallable call, String part) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }
}
