package io.vicinal.server.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FieldStatistics;
import io.vicinal.api.IndexMemory;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts of each collection, read when Prometheus asks. */
final class CollectionMetrics implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionMetrics.class);

  private final Supplier<Optional<VectorDatabase>> database;
  private final StableLabels labels = new StableLabels();

  CollectionMetrics(Supplier<Optional<VectorDatabase>> database) {
    this.database = database;
  }

  /** One scrape at a time: a collection keeps its label for as long as it is there. */
  @Override
  public synchronized MetricSnapshots collect() {
    Map<String, CollectionStatistics> statistics = new TreeMap<>();
    long unreadable = database.get().map(open -> read(open, statistics)).orElse(0L);
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("vicinal_collections_unreadable")
            .help("Collections that could not be opened, or whose counts cannot be read.")
            .dataPoint(GaugeDataPointSnapshot.builder().value((double) unreadable).build())
            .build(),
        gauge("records", "Live records.", statistics, CollectionStatistics::records),
        gauge(
            "deleted_rows",
            "Rows deleted or replaced that still take up space.",
            statistics,
            CollectionStatistics::deletedRows),
        gauge(
            "deleted_ratio",
            "The part of all rows that is deleted or replaced.",
            statistics,
            CollectionMetrics::deletedRatio),
        gauge("segments", "Segments, growing ones included.", statistics, s -> s.segments()),
        gauge(
            "size_bytes",
            "Rows, indexes and keys in sealed segments.",
            statistics,
            CollectionStatistics::bytes),
        gauge(
            "sequence_number",
            "Of the last write applied; of several shards the sum.",
            statistics,
            CollectionStatistics::sequenceNumber),
        memory(statistics),
        recall(statistics));
  }

  /** Reads the counts of all collections and returns of how many that failed. */
  private long read(VectorDatabase open, Map<String, CollectionStatistics> statistics) {
    List<String> names = open.collectionNames();
    labels.update(names);
    long unreadable = 0;
    for (String name : names) {
      try {
        CollectionStatistics counts = open.collection(name).statistics();
        String label = labels.of(name);
        statistics.merge(
            label,
            label.equals(StableLabels.OTHERS) ? withoutFields(counts) : counts,
            CollectionMetrics::sum);
      } catch (VicinalException e) {
        if (e.code() == ErrorCode.UNKNOWN_COLLECTION) {
          LOG.debug("no metrics of collection {}, dropped since it was listed", name, e);
        } else {
          LOG.debug("no metrics of collection {}", name, e);
          unreadable++;
        }
      }
    }
    return unreadable;
  }

  private static CollectionStatistics sum(CollectionStatistics a, CollectionStatistics b) {
    return new CollectionStatistics(
        a.records() + b.records(),
        a.deletedRows() + b.deletedRows(),
        a.segments() + b.segments(),
        a.bytes() + b.bytes(),
        Math.max(a.sequenceNumber(), b.sequenceNumber()),
        CollectionStatistics.sum(a.fields(), b.fields()));
  }

  /** All fields under one name: the fields of any number of collections are many. */
  private static CollectionStatistics withoutFields(CollectionStatistics statistics) {
    FieldStatistics all =
        statistics.fields().values().stream().reduce(FieldStatistics.NONE, FieldStatistics::plus);
    return new CollectionStatistics(
        statistics.records(),
        statistics.deletedRows(),
        statistics.segments(),
        statistics.bytes(),
        statistics.sequenceNumber(),
        Map.of(StableLabels.OTHERS, all));
  }

  private static GaugeSnapshot memory(Map<String, CollectionStatistics> statistics) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("vicinal_collection_index_memory_bytes")
            .help("Memory of the indexes of vector fields: vectors, codes and graph.");
    forEachField(
        statistics,
        (labels, field) -> {
          IndexMemory memory = field.memory();
          add(gauge, labels.add("part", "vectors"), (double) memory.vectors());
          add(gauge, labels.add("part", "codes"), (double) memory.codes());
          add(gauge, labels.add("part", "graph"), (double) memory.graph());
        });
    return gauge.build();
  }

  private static GaugeSnapshot recall(Map<String, CollectionStatistics> statistics) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("vicinal_collection_tried_recall")
            .help("Recall@10 of the default search of a vector field, in trials on its own rows.");
    forEachField(
        statistics,
        (labels, field) ->
            add(gauge, labels, field.triedRows() > 0 ? field.triedRecall() : Double.NaN));
    return gauge.build();
  }

  private static void forEachField(
      Map<String, CollectionStatistics> statistics, BiConsumer<Labels, FieldStatistics> each) {
    statistics.forEach(
        (collection, counts) ->
            counts
                .fields()
                .forEach(
                    (field, known) ->
                        each.accept(Labels.of("collection", collection, "field", field), known)));
  }

  private static void add(GaugeSnapshot.Builder gauge, Labels labels, double value) {
    gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  private static double deletedRatio(CollectionStatistics statistics) {
    long rows = statistics.records() + statistics.deletedRows();
    return rows == 0 ? 0 : (double) statistics.deletedRows() / rows;
  }

  private static GaugeSnapshot gauge(
      String name,
      String help,
      Map<String, CollectionStatistics> statistics,
      ToDoubleFunction<CollectionStatistics> value) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder().name("vicinal_collection_" + name).help(help);
    statistics.forEach(
        (label, counts) ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("collection", label))
                    .value(value.applyAsDouble(counts))
                    .build()));
    return gauge.build();
  }
}
