package io.vicinal.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import io.vicinal.testkit.ExactDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CollectionMetricsTest {
  private final ExactDatabase database = new ExactDatabase();
  private final CollectionMetrics metrics = new CollectionMetrics(() -> Optional.of(database));

  /** The label of a collection was given to another that comes before it in the alphabet. */
  @Test
  void letsACollectionKeepItsLabel() {
    for (int i = 0; i < StableLabels.MAX; i++) {
      create("m" + i);
    }
    Set<String> before = labels();
    assertThat(before).hasSize(StableLabels.MAX).doesNotContain("_others");
    create("a");
    assertThat(labels()).containsAll(before).contains("_others").doesNotContain("a");
    database.dropCollection("m5");
    assertThat(labels()).contains("a").doesNotContain("m5", "_others");
  }

  @Test
  void sumsUpTheFieldsOfOtherCollections() {
    for (int i = 0; i <= StableLabels.MAX; i++) {
      create("m" + i);
    }
    Set<String> fields = new TreeSet<>();
    for (MetricSnapshot snapshot : metrics.collect()) {
      snapshot.getDataPoints().stream()
          .filter(each -> each.getLabels().contains("field"))
          .forEach(
              each ->
                  fields.add(
                      each.getLabels().get("collection").startsWith("m")
                          + " "
                          + each.getLabels().get("field")));
    }
    assertThat(fields).containsExactly("false _others", "true v");
  }

  private void create(String name) {
    database.createCollection(
        CollectionSpec.of(
            name,
            new CollectionSchema(
                IdType.INT64, List.of(VectorField.of("v", 1, Metric.EUCLIDEAN)), List.of())));
  }

  private Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    for (MetricSnapshot snapshot : metrics.collect()) {
      snapshot.getDataPoints().stream()
          .filter(each -> each.getLabels().contains("collection"))
          .forEach(each -> labels.add(each.getLabels().get("collection")));
    }
    return labels;
  }
}
