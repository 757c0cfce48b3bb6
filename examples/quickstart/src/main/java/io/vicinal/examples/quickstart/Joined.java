package io.vicinal.examples.quickstart;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What the Spark job reports.
 *
 * @param joinRows rows of the join with ten neighbours each
 * @param recallAt10 against an exact scan
 * @param deletedRowsSeen deleted ids in the scan or in a join
 * @param examples the queries and rows to show
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Joined(
    @JsonProperty("join_rows") long joinRows,
    @JsonProperty("recall_at_10") double recallAt10,
    @JsonProperty("deleted_rows_seen") long deletedRowsSeen,
    @JsonProperty("examples") List<Example> examples) {

  Joined {
    examples = List.copyOf(examples);
  }

  /**
   * One query and the first of its rows.
   *
   * @param title what it shows
   * @param sql as it was given to Spark
   * @param columns names
   * @param rows values in the order of the columns, as text
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
