package io.vicinal.flink;

import java.util.Optional;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/** A collection as the target of {@code INSERT INTO}: it takes upserts and deletes by key. */
final class VicinalTableSink implements DynamicTableSink {
  private final VicinalSink<RowData> sink;
  private final String collection;
  private final Optional<Integer> parallelism;

  VicinalTableSink(VicinalSink<RowData> sink, String collection, Optional<Integer> parallelism) {
    this.sink = sink;
    this.collection = collection;
    this.parallelism = parallelism;
  }

  /**
   * Upserts: a delete needs no more than the key, an update no more than the row after it.
   *
   * <p>A stream that only inserts stays one: each row replaces the one of its key. Calling it a
   * changelog would make the planner want an ON CONFLICT clause for every such statement.
   */
  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    if (requested.containsOnly(RowKind.INSERT)) {
      return ChangelogMode.insertOnly();
    }
    return ChangelogMode.newBuilder()
        .addContainedKind(RowKind.INSERT)
        .addContainedKind(RowKind.UPDATE_AFTER)
        .addContainedKind(RowKind.DELETE)
        .keyOnlyDeletes(true)
        .build();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return parallelism
        .map(subtasks -> SinkV2Provider.of(sink, subtasks))
        .orElseGet(() -> SinkV2Provider.of(sink));
  }

  @Override
  public DynamicTableSink copy() {
    return new VicinalTableSink(sink, collection, parallelism);
  }

  @Override
  public String asSummaryString() {
    return "Vicinal collection '" + collection + "'";
  }
}
