package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.SearchEffort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Filtered search among films, against the neighbours that the data set states for each filter.
 *
 * <p>The vectors are of some of the films, in another order than the film table: the test writes
 * that table anew, row by row beside the vectors.
 */
class RealFilterIT {
  private static final int K = 10;

  private final Path folder;
  private final Map<Long, Integer> rowOfFilm = new HashMap<>();

  RealFilterIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void findsNinetyFivePercentAtEfHundredWhateverTheFilter() throws IOException {
    Path movies = SharedData.require("movies");
    writeVectors(movies);
    writeAttributes(movies);
    ParquetTable truth = ParquetTable.read(movies.resolve("ground_truth.parquet"));
    VectorSet base = VectorSet.open(folder.resolve("base.fvecs"), Metric.COSINE, Integer.MAX_VALUE);
    AnnIndex built =
        AnnIndex.build(
            base,
            HnswParameters.of(16, 60, 64),
            Scheme.AUTO,
            2,
            new Progress(new PrintWriter(new StringWriter())));
    JsonNode filters = new ObjectMapper().readTree(movies.resolve("filters.json").toFile());
    for (Map.Entry<String, JsonNode> filter : filters.properties()) {
      String sql = filter.getValue().path("sql").asText();
      try (FilteredRows filtered = filtered(sql, base)) {
        assertThat(filtered == null ? base.rows() : filtered.accepted().cardinality())
            .as(sql)
            .isEqualTo(filter.getValue().path("matching_rows").asInt());
        List<float[]> queries =
            VectorSet.open(folder.resolve("query.fvecs"), Metric.COSINE, Integer.MAX_VALUE)
                .vectors();
        AnnData data = new AnnData(base, queries, K, filtered);
        assertThat(recall(data, built, Truth.read(writeTruth(truth, filter.getKey()), data)))
            .as(sql)
            .isGreaterThanOrEqualTo(0.95);
      }
    }
  }

  private static double recall(AnnData data, AnnIndex built, Truth truth) {
    AnnSearch search = new AnnSearch(built.index(), K, data.filtered());
    return IntStream.range(0, data.queries().size())
        .mapToDouble(
            q -> truth.recall(q, search.search(data.queries().get(q), new SearchEffort.Width(100))))
        .average()
        .orElseThrow();
  }

  private @Nullable FilteredRows filtered(String sql, VectorSet base) {
    // The data set says TRUE where there is no filter.
    return sql.equals("TRUE")
        ? null
        : ParquetAttributes.read(folder.resolve("films.parquet"), sql, base);
  }

  private void writeVectors(Path movies) throws IOException {
    List<float[]> base = new ArrayList<>();
    for (Group row : ParquetTable.read(movies.resolve("movie_embeddings.parquet")).rows()) {
      rowOfFilm.put(row.getLong("id", 0), base.size());
      base.add(ParquetTable.floats(row, "embedding"));
    }
    VectorFiles.fvecs(folder.resolve("base.fvecs"), base);
    List<float[]> queries =
        ParquetTable.read(movies.resolve("queries.parquet")).rows().stream()
            .map(row -> ParquetTable.floats(row, "embedding"))
            .toList();
    VectorFiles.fvecs(folder.resolve("query.fvecs"), queries);
  }

  private void writeAttributes(Path movies) throws IOException {
    ParquetTable films = ParquetTable.read(movies.resolve("movies.parquet"));
    Group[] rows = new Group[rowOfFilm.size()];
    for (Group film : films.rows()) {
      Integer row = rowOfFilm.get(film.getLong("id", 0));
      if (row != null) {
        rows[row] = film;
      }
    }
    new ParquetTable(films.schema(), List.of(rows)).write(folder.resolve("films.parquet"));
  }

  /** The list of each query under one filter; all lists of a filter are of one length. */
  private Path writeTruth(ParquetTable truth, String filter) throws IOException {
    Map<Integer, List<Integer>> lists = new HashMap<>();
    for (Group row : truth.rows()) {
      if (row.getString("filter_id", 0).equals(filter)) {
        lists
            .computeIfAbsent(row.getInteger("query_id", 0), query -> new ArrayList<>())
            .add(rowOfFilm.get(row.getLong("id", 0)));
      }
    }
    int[][] rows = new int[lists.size()][];
    lists.forEach((query, list) -> rows[query] = list.stream().mapToInt(i -> i).toArray());
    return VectorFiles.ivecs(folder.resolve(filter + ".ivecs"), rows);
  }
}
