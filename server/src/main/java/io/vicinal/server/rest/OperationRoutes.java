package io.vicinal.server.rest;

import io.vicinal.server.health.Readiness;
import io.vicinal.server.metrics.NodeMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What operators ask: is it alive, is it ready, how is it doing, what can it do. */
final class OperationRoutes {
  private static final String VERBOSE = "verbose";

  private final Readiness readiness;
  private final NodeMetrics metrics;

  OperationRoutes(Readiness readiness, NodeMetrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/livez", this::live),
        Route.get("/readyz", this::ready),
        Route.get("/metrics", this::expose),
        Route.get("/openapi.json", this::describe));
  }

  /** That this answer is written is the proof; peers and disks do not matter. */
  private void live(Exchange exchange) {
    exchange.answerText(200, "live\n");
  }

  private void ready(Exchange exchange) {
    List<Readiness.Check> checks = readiness.checks();
    boolean ready = checks.stream().allMatch(Readiness.Check::passed);
    String text =
        exchange.hasParameter(VERBOSE)
            ? checks.stream().map(OperationRoutes::line).collect(Collectors.joining())
            : checks.stream()
                .filter(check -> !check.passed())
                .findFirst()
                .map(check -> "not ready: " + check.reason() + "\n")
                .orElse("ready\n");
    exchange.answerText(ready ? 200 : 503, text);
  }

  private static String line(Readiness.Check check) {
    return check.passed()
        ? "[+] " + check.name() + "\n"
        : "[-] " + check.name() + ": " + check.reason() + "\n";
  }

  private void expose(Exchange exchange) {
    NodeMetrics.Exposition exposition = metrics.expose(exchange.header("Accept"));
    exchange.answer(
        200, exposition.contentType(), exposition.body().getBytes(StandardCharsets.UTF_8));
  }

  private void describe(Exchange exchange) {
    exchange.answer(200, "application/json", OpenApi.document());
  }
}
