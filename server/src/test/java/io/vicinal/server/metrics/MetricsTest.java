package io.vicinal.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.DenseVector;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.server.TestNode;
import io.vicinal.server.config.NodeVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus sees after a few requests over both protocols. */
class MetricsTest {
  private static TestNode node;
  private static List<String> lines;

  @BeforeAll
  static void ask(@TempDir Path data) {
    node = TestNode.start(data);
    node.post(
        "/v1/collections",
        "{'name': 'points', 'vectors': {'v': {'dimension': 2, 'metric': 'euclidean'}}}");
    node.post(
        "/v1/collections/points/records",
        "{'records': [{'id': 1, 'vectors': {'v': [1, 1]}}, {'id': 2, 'vectors': {'v': [2, 2]}}]}");
    node.post("/v1/collections/points/records/delete", "{'ids': [1]}");
    node.post("/v1/collections/points/search", "{'vector': [1], 'k': 1}");
    node.get("/v1/invented/" + "x".repeat(40));
    try (RemoteDatabase remote = node.connect()) {
      RemoteCollection points = remote.collection("points");
      points.search(SearchRequest.nearest("v", DenseVector.of(1, 1), 1));
      try (var cursor = points.scan(ScanRequest.ALL)) {
        cursor.forEachRemaining(record -> {});
      }
    }
    lines = node.get("/metrics").body().lines().toList();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void namesFollowTheRules() {
    Map<String, String> types = new TreeMap<>();
    lines.stream()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1))
        .forEach(parts -> types.put(parts[2], parts[3]));

    assertThat(types).hasSizeGreaterThan(30);
    types.forEach(
        (name, type) -> {
          assertThat(name).matches("(vicinal|jvm|process)_[a-z0-9_]+");
          assertThat(type).as(name).isIn("counter", "gauge", "histogram", "summary");
          assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
          if (type.equals("histogram")) {
            assertThat(name).endsWith("_seconds");
          }
          assertThat(name).doesNotContainPattern("_(ms|millis|micros|kb|mb|percent)(_|$)");
        });
    Set<String> explained =
        lines.stream()
            .filter(line -> line.startsWith("# HELP "))
            .map(line -> line.split(" ", 4)[2])
            .collect(Collectors.toSet());
    assertThat(explained).containsAll(types.keySet());
  }

  @Test
  void countsOperationsOfBothProtocols() {
    assertThat(value("vicinal_records_upserted_total")).isEqualTo(2);
    assertThat(value("vicinal_records_deleted_total")).isEqualTo(1);
    assertThat(value("vicinal_records_scanned_total")).isEqualTo(1);
    assertThat(value("vicinal_operation_duration_seconds_count{operation=\"write\"}")).isEqualTo(2);
    assertThat(value("vicinal_operation_duration_seconds_count{operation=\"search\"}"))
        .isEqualTo(1);
    assertThat(value("vicinal_operation_duration_seconds_count{operation=\"scan\"}")).isEqualTo(1);
    assertThat(value("vicinal_operations_in_flight{operation=\"scan\"}")).isZero();
    assertThat(value("vicinal_distance_computations_total")).isEqualTo(1);
  }

  @Test
  void countsRequestsByRouteAndCallsByMethod() {
    assertThat(
            value(
                "vicinal_rest_request_duration_seconds_count{method=\"POST\","
                    + "route=\"/v1/collections/{name}/search\",status=\"400\"}"))
        .isEqualTo(1);
    assertThat(
            value(
                "vicinal_rest_request_duration_seconds_count{method=\"GET\",route=\"none\","
                    + "status=\"404\"}"))
        .isEqualTo(1);
    assertThat(value("vicinal_flight_call_duration_seconds_count{method=\"DO_GET\",status=\"OK\"}"))
        .isEqualTo(1);
    assertThat(value("vicinal_rest_requests_in_flight")).isEqualTo(1);
    assertThat(lines).noneMatch(line -> line.contains("invented"));
  }

  @Test
  void showsCollectionsAndBuild() {
    assertThat(value("vicinal_collection_records{collection=\"points\"}")).isEqualTo(1);
    assertThat(value("vicinal_collection_deleted_rows{collection=\"points\"}")).isEqualTo(1);
    assertThat(value("vicinal_collection_deleted_ratio{collection=\"points\"}")).isEqualTo(0.5);
    assertThat(value("vicinal_collection_segments{collection=\"points\"}")).isPositive();
    String memory = "vicinal_collection_index_memory_bytes{collection=\"points\",field=\"v\",part=";
    assertThat(value(memory + "\"vectors\"}")).isPositive();
    assertThat(value(memory + "\"codes\"}")).isZero();
    assertThat(value(memory + "\"graph\"}")).isPositive();
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith("vicinal_build_info{")
                    && line.contains("version=\"" + NodeVersion.current() + "\""));
    assertThat(lines).anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
  }

  @Test
  void showsWhatTheLogsNeedOfTheDisk() {
    String log = "{log=\"collection 'points', shard 0\"";
    assertThat(value("vicinal_log_size_bytes" + log + "}")).isPositive();
    assertThat(value("vicinal_log_sync_duration_seconds_count" + log + "}")).isPositive();
    assertThat(value("vicinal_log_sync_duration_seconds" + log + ",quantile=\"0.99\"}"))
        .isGreaterThanOrEqualTo(
            value("vicinal_log_sync_duration_seconds" + log + ",quantile=\"0.5\"}"));
    assertThat(value("vicinal_log_size_bytes{log=\"the cluster's metadata\"}")).isPositive();
  }

  @Test
  void speaksOpenMetricsToThoseWhoAsk() {
    var answer =
        node.send(
            node.request("GET", "/metrics", "")
                .header("Accept", "application/openmetrics-text; version=1.0.0")
                .build());

    assertThat(answer.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  private static double value(String series) {
    return lines.stream()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in " + lines));
  }
}
