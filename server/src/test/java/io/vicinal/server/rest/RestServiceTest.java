package io.vicinal.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.VectorDatabase;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.health.Readiness;
import io.vicinal.server.metrics.NodeMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Before a node is ready, and while it stops. */
class RestServiceTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Readiness readiness = new Readiness();
  private final AtomicBoolean logsReady = new AtomicBoolean(true);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final RestService service =
      RestService.start(
          new NodeConfiguration.Rest("127.0.0.1", 0, 1024, 10),
          this::database,
          readiness,
          NodeMetrics.create("0", Optional::empty, List::of));

  @AfterEach
  void close() {
    goOn.countDown();
    service.close();
  }

  @Test
  void saysWhyItIsNotReady() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body())
        .isEqualTo("not ready: the collections are still being opened\n");

    HttpResponse<String> early = get("/v1/collections");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.headers().firstValue("Retry-After")).contains("1");
    assertThat(early.body()).contains("\"UNAVAILABLE\"").contains("the node is starting");

    readiness.recovered(logsReady::get);
    assertThat(get("/readyz").body()).isEqualTo("not ready: Arrow Flight does not listen yet\n");
    readiness.serving();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    logsReady.set(false);
    assertThat(get("/readyz?verbose").body())
        .contains("[+] recovery\n[-] logs: a replicated log has no leader");
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void finishesWhatRunsAndRefusesWhatComesLater() throws Exception {
    readiness.recovered(() -> true);
    CompletableFuture<HttpResponse<String>> running =
        http.sendAsync(request("/v1/collections"), BodyHandlers.ofString());
    asked.await();

    service.refuseRequests();

    assertThat(get("/v1/collections").body()).contains("the node is stopping");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(service.awaitRequests(Duration.ZERO)).isFalse();
    goOn.countDown();
    assertThat(service.awaitRequests(Duration.ofMinutes(1))).isTrue();
    assertThat(running.join().statusCode()).isEqualTo(500);
    assertThat(running.join().body())
        .contains("internal error; the node's log has it as")
        .doesNotContain("on purpose");
  }

  private VectorDatabase database() {
    readiness.requireRecovered();
    asked.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("on purpose");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(service.uri() + path)).build();
  }
}
