package io.vicinal.examples.sparkjob;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What the job writes.
 *
 * @param joinRows rows of the join with ten neighbours each
 * @param recallAt10 of that join, against an exact scan
 * @param deletedRowsSeen how many of the deleted ids a scan or the join returned
 * @param recordsScanned records that the exact scan read
 * @param examples queries and rows to look at
 */
record JoinReport(
    @JsonProperty("join_rows") long joinRows,
    @JsonProperty("recall_at_10") double recallAt10,
    @JsonProperty("deleted_rows_seen") long deletedRowsSeen,
    @JsonProperty("records_scanned") long recordsScanned,
    @JsonProperty("examples") List<Example> examples) {

  JoinReport {
    examples = List.copyOf(examples);
  }

  /**
   * A query and some of its rows.
   *
   * @param title what it shows
   * @param sql as Spark was given it
   * @param columns their names
   * @param rows values as text
   */
  record Example(
      @JsonProperty("title") String title,
      @JsonProperty("sql") String sql,
      @JsonProperty("columns") List<String> columns,
      @JsonProperty("rows") List<List<String>> rows) {

    Example {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }
}
