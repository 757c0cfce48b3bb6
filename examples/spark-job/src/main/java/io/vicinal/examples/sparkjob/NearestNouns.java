package io.vicinal.examples.sparkjob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Joins the view {@link AdjectivesTable} with a collection of nouns, in SQL. The collection is
 * table {@code vec.default.NAME} of the session's Vicinal catalog.
 */
final class NearestNouns {
  static final String CATALOG = "vec";
  static final int NEIGHBORS = 10;

  private static final int SHOWN = 10;

  private final SparkSession spark;
  private final String table;

  NearestNouns(SparkSession spark, String table) {
    this.spark = spark;
    this.table = table;
  }

  /** Runs the joins and compares the first one with an exact scan. */
  JoinReport report(Set<String> deletedIds) {
    Map<String, float[]> adjectives = vectors("SELECT id, embedding FROM " + AdjectivesTable.NAME);
    Map<String, float[]> nouns = vectors("SELECT id, embedding FROM " + table);
    Map<String, List<String>> joined = join();
    long rows = joined.values().stream().mapToLong(List::size).sum();
    return new JoinReport(
        rows,
        recall(adjectives, nouns, joined),
        deletedSeen(deletedIds, nouns.keySet(), joined),
        nouns.size(),
        List.of(
            example("Adjectives and the nouns nearest to them by meaning", nearest()),
            example("The same, among feelings only", nearestFeelings())));
  }

  /** The join that is measured: ids of the neighbours by id of the adjective. */
  private Map<String, List<String>> join() {
    String sql =
        """
        SELECT a.id, n.id AS neighbor
        FROM adjectives a
        JOIN %s n
          APPROX NEAREST %d BY SIMILARITY vector_cosine_similarity(a.embedding, n.embedding)
        """
            .formatted(table, NEIGHBORS);
    Map<String, List<String>> joined = new HashMap<>();
    for (Row row : spark.sql(sql).collectAsList()) {
      joined.computeIfAbsent(row.getString(0), id -> new ArrayList<>()).add(row.getString(1));
    }
    return joined;
  }

  private String nearest() {
    return """
        SELECT a.adjective, a.gloss, n.lemmas[0] AS noun, n.text AS meaning,
               round(vector_cosine_similarity(a.embedding, n.embedding), 3) AS similarity
        FROM adjectives a
        JOIN %s n
          APPROX NEAREST 1 BY SIMILARITY vector_cosine_similarity(a.embedding, n.embedding)
        ORDER BY similarity DESC
        """
        .formatted(table);
  }

  private String nearestFeelings() {
    return """
        SELECT a.adjective, a.gloss, n.lemmas[0] AS feeling,
               round(vector_cosine_similarity(a.embedding, n.embedding), 3) AS similarity
        FROM adjectives a
        JOIN (SELECT * FROM %s WHERE lexical_file = 'noun.feeling') n
          APPROX NEAREST 1 BY SIMILARITY vector_cosine_similarity(a.embedding, n.embedding)
        ORDER BY similarity DESC
        """
        .formatted(table);
  }

  private JoinReport.Example example(String title, String sql) {
    Dataset<Row> rows = spark.sql(sql);
    return new JoinReport.Example(
        title,
        sql,
        List.of(rows.columns()),
        rows.limit(SHOWN).collectAsList().stream().map(NearestNouns::texts).toList());
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      texts.add(String.valueOf(row.get(i)));
    }
    return texts;
  }

  private Map<String, float[]> vectors(String sql) {
    Map<String, float[]> vectors = new HashMap<>();
    for (Row row : spark.sql(sql).collectAsList()) {
      List<Float> components = row.getList(1);
      float[] vector = new float[components.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = components.get(i);
      }
      vectors.put(row.getString(0), vector);
    }
    return vectors;
  }

  private static double recall(
      Map<String, float[]> queries, Map<String, float[]> records, Map<String, List<String>> found) {
    ExactNeighbors exact = new ExactNeighbors(records);
    int expected = Math.min(NEIGHBORS, records.size());
    long hits = 0;
    for (Map.Entry<String, float[]> query : queries.entrySet()) {
      Set<String> ids = new HashSet<>(found.getOrDefault(query.getKey(), List.of()));
      hits += exact.hits(query.getValue(), ids, NEIGHBORS);
    }
    return (double) hits / ((long) queries.size() * expected);
  }

  private static long deletedSeen(
      Set<String> deleted, Set<String> scanned, Map<String, List<String>> joined) {
    Set<String> seen = new HashSet<>(scanned);
    joined.values().forEach(seen::addAll);
    seen.retainAll(deleted);
    return seen.size();
  }
}
