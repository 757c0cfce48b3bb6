package io.vicinal.spark;

import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.SearchMode;
import io.vicinal.protocol.SearchOptions;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a k-NN join asks a collection for each of its queries, in a form that travels to executors.
 *
 * @param connection the node
 * @param collection the collection searched
 * @param field its vector field
 * @param dimension of the field
 * @param metric of the field
 * @param k number of neighbours wanted
 * @param mode through the index, or exact
 * @param ef width of the index search; the field's own if null
 * @param filter the condition, in SQL, that neighbours pass before k is counted; none if null
 * @param batchRows the most queries that are sent at a time
 */
record NearestSearch(
    ConnectionSettings connection,
    String collection,
    String field,
    int dimension,
    Metric metric,
    int k,
    SearchMode mode,
    @Nullable Integer ef,
    @Nullable String filter,
    int batchRows)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The search, returning the named fields beside the id. */
  SearchOptions toOptions(List<String> fields) {
    SearchOptions options =
        SearchOptions.nearest(k)
            .in(field)
            .in(mode)
            .returning(Projection.of(fields.toArray(String[]::new)));
    if (ef != null) {
      options = options.withEf(ef);
    }
    return filter == null ? options : options.where(filter);
  }

  /** For people who read a plan. */
  @Override
  public String toString() {
    return (mode == SearchMode.EXACT ? "exact scan" : "HNSW index")
        + " of collection "
        + collection
        + " at "
        + connection.uri()
        + ", k = "
        + k
        + ", "
        + metric.name().toLowerCase(Locale.ROOT)
        + " distance in "
        + field
        + (ef == null ? "" : ", ef = " + ef)
        + ", pre-filter: "
        + (filter == null ? "none" : filter);
  }
}
