package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A k-NN join of data sets, for what SQL's NEAREST BY cannot say: every metric, the width of the
 * search, a column with the distance.
 *
 * <pre>{@code
 * Dataset<Row> joined =
 *     KnnJoin.of(adjectives, "embedding")
 *         .with(spark.table("vec.default.glosses").where("kind = 'noun'"), "embedding")
 *         .k(10)
 *         .withDistance("distance")
 *         .join();
 * }</pre>
 *
 * <p>The distance is that of the vector field's metric. Conditions on the target side hold before
 * neighbours are counted; conditions on the result hold after. Immutable.
 *
 * @see VicinalSparkExtensions
 */
public final class KnnJoin {
  private final Dataset<?> queries;
  private final String queryVector;
  private final Options options;

  private record Options(
      @Nullable Dataset<?> targets,
      String targetVector,
      int k,
      @Nullable Integer ef,
      SearchMode mode,
      boolean outer,
      @Nullable String distance) {
    static final Options NONE = new Options(null, "", 1, null, SearchMode.APPROXIMATE, false, null);

    Options withTargets(Dataset<?> rows, String vector) {
      return new Options(rows, vector, k, ef, mode, outer, distance);
    }

    Options withK(int neighbors) {
      return new Options(targets, targetVector, neighbors, ef, mode, outer, distance);
    }

    Options withEf(int width) {
      return new Options(targets, targetVector, k, width, mode, outer, distance);
    }

    Options withMode(SearchMode search) {
      return new Options(targets, targetVector, k, ef, search, outer, distance);
    }

    Options withOuter() {
      return new Options(targets, targetVector, k, ef, mode, true, distance);
    }

    Options withDistance(String column) {
      return new Options(targets, targetVector, k, ef, mode, outer, column);
    }
  }

  private KnnJoin(Dataset<?> queries, String queryVector, Options options) {
    this.queries = queries;
    this.queryVector = queryVector;
    this.options = options;
  }

  /**
   * A join of these queries.
   *
   * @param queryVector their column of vectors, of type {@code ARRAY<FLOAT>}
   */
  public static KnnJoin of(Dataset<?> queries, String queryVector) {
    return new KnnJoin(queries, queryVector, Options.NONE);
  }

  /**
   * This join with these targets.
   *
   * @param targets a table of the catalog or a read of format {@code vicinal}, with columns chosen
   *     or computed from it, and conditions that the store can evaluate
   * @param targetVector the vector field
   */
  public KnnJoin with(Dataset<?> targets, String targetVector) {
    return with(options.withTargets(targets, targetVector));
  }

  /**
   * This join with k neighbours for each query; 1 unless set.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} if it is not 1..{@value
   *     SearchRequest#MAX_K}
   */
  public KnnJoin k(int k) {
    return with(options.withK(checked("k", k)));
  }

  /**
   * This join with another width of the index search; the field's own unless set.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} if it is not 1..{@value
   *     SearchRequest#MAX_K}
   */
  public KnnJoin ef(int ef) {
    return with(options.withEf(checked("ef", ef)));
  }

  /** This join comparing each query with every target that passes the conditions. */
  public KnnJoin exact() {
    return with(options.withMode(SearchMode.EXACT));
  }

  /** This join keeping queries without neighbours, with nulls in the place of a target. */
  public KnnJoin leftOuter() {
    return with(options.withOuter());
  }

  /** This join with a column, of type {@code FLOAT}, of the distance. */
  public KnnJoin withDistance(String column) {
    return with(options.withDistance(column));
  }

  /**
   * The columns of the queries, those of the targets, and the distance if wanted. Neighbours of a
   * query come nearest first.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} if the targets are more than the
   *     store can serve, or the target column is no vector field
   */
  public Dataset<Row> join() {
    Dataset<?> targets = options.targets;
    if (targets == null) {
      throw invalid("a k-NN join without targets; expected a call of with(…)");
    }
    SparkSession session = (SparkSession) queries.sparkSession();
    LogicalPlan targetPlan = targets.queryExecution().analyzed();
    NearestTarget target =
        NearestTarget.of(targetPlan, session)
            .orElseThrow(() -> invalid("the targets of a k-NN join are " + NearestTarget.LIMITS));
    NamedExpression column = resolved(targets, options.targetVector);
    VectorField field =
        target
            .vectorField(column.toAttribute())
            .orElseThrow(
                () ->
                    invalid(
                        "column '"
                            + options.targetVector
                            + "' of the targets is no vector field; expected one of "
                            + target.scan().table().spec().schema().vectorFields().stream()
                                .map(VectorField::name)
                                .toList()));
    LogicalPlan queryPlan = queries.queryExecution().analyzed();
    Expression query = (Expression) resolved(queries, queryVector);
    if (!query.dataType().sameType(SparkTypes.VECTOR)) {
      throw invalid(
          "column '"
              + queryVector
              + "' of the queries has type "
              + query.dataType().sql()
              + "; expected ARRAY<FLOAT>");
    }
    NearestPlan plan = new NearestPlan(queryPlan, target.distinctFrom(queryPlan), options.outer);
    if (options.distance != null) {
      plan.withDistance(options.distance);
    }
    NearestSearch search = target.search(field, options.k, options.mode, options.ef);
    return org.apache.spark.sql.classic.Dataset.ofRows(session, plan.build(query, search));
  }

  private KnnJoin with(Options changed) {
    return new KnnJoin(queries, queryVector, changed);
  }

  private static NamedExpression resolved(Dataset<?> rows, String column) {
    return ((org.apache.spark.sql.classic.Dataset<?>) rows).resolve(column);
  }

  private static int checked(String name, int value) {
    if (value < 1 || value > SearchRequest.MAX_K) {
      throw invalid(name + " is " + value + "; expected 1.." + SearchRequest.MAX_K);
    }
    return value;
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
