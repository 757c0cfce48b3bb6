package io.vicinal.protocol;

import io.vicinal.api.BranchRank;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.SearchStatistics;
import io.vicinal.arrow.RecordBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The neighbours of a fused search as rows of Arrow batches, and back; the best first.
 *
 * <pre>
 * _score: float64, of each branch _rank_0: int32 and _distance_0: float32, which are null where
 * it did not find the neighbour, id, the fields projected
 * </pre>
 *
 * <p>How the search went is in the metadata of the schema. Immutable; the batches are the caller's.
 */
public final class FusedBatches {
  /** The column of scores. */
  public static final String SCORE = "_score";

  private static final String RANK = "_rank_";
  private static final String DISTANCE = "_distance_";
  private static final String COMPUTATIONS = "vicinal.distance-computations";
  private static final String PLAN = "vicinal.plan";

  private final RecordBatches records;
  private final int branches;

  private FusedBatches(RecordBatches records, int branches) {
    this.records = records;
    this.branches = branches;
  }

  /** The batches of a request that fits the schema. */
  public static FusedBatches of(CollectionSchema collection, FusedRequest request) {
    return new FusedBatches(
        RecordBatches.of(collection, request.projection()), request.branches().size());
  }

  /** The columns, and how the search went. */
  public Schema schema(SearchStatistics statistics) {
    List<Field> columns = new ArrayList<>();
    columns.add(new Field(SCORE, FieldType.notNullable(real(FloatingPointPrecision.DOUBLE)), null));
    for (int branch = 0; branch < branches; branch++) {
      ArrowType rank = new ArrowType.Int(Integer.SIZE, true);
      columns.add(new Field(RANK + branch, FieldType.nullable(rank), null));
      ArrowType distance = real(FloatingPointPrecision.SINGLE);
      columns.add(new Field(DISTANCE + branch, FieldType.nullable(distance), null));
    }
    columns.addAll(records.schema().getFields());
    return new Schema(
        columns,
        Map.of(
            COMPUTATIONS,
            Long.toString(statistics.distanceComputations()),
            PLAN,
            statistics.plan()));
  }

  /** How the search went that was answered with that schema. */
  public static SearchStatistics statistics(Schema schema) {
    Map<String, String> metadata = schema.getCustomMetadata();
    return new SearchStatistics(
        Long.parseLong(metadata.getOrDefault(COMPUTATIONS, "0")), metadata.getOrDefault(PLAN, ""));
  }

  /**
   * Writes a neighbour to a row. The rows of a batch are written in ascending order, and the caller
   * sets the row count after the last.
   */
  public void write(VectorSchemaRoot batch, int row, FusedNeighbor neighbor) {
    ((Float8Vector) batch.getVector(SCORE)).setSafe(row, neighbor.score());
    for (int branch = 0; branch < branches; branch++) {
      Optional<BranchRank> place = neighbor.branches().get(branch);
      if (place.isPresent()) {
        ((IntVector) batch.getVector(RANK + branch)).setSafe(row, place.get().rank());
        ((Float4Vector) batch.getVector(DISTANCE + branch)).setSafe(row, place.get().distance());
      }
    }
    records.write(batch, row, neighbor.record());
  }

  /** The neighbour in a row. */
  public FusedNeighbor read(VectorSchemaRoot batch, int row) {
    List<Optional<BranchRank>> places = new ArrayList<>();
    for (int branch = 0; branch < branches; branch++) {
      IntVector ranks = (IntVector) batch.getVector(RANK + branch);
      Float4Vector distances = (Float4Vector) batch.getVector(DISTANCE + branch);
      places.add(
          ranks.isNull(row)
              ? Optional.empty()
              : Optional.of(new BranchRank(ranks.get(row), distances.get(row))));
    }
    double score = ((Float8Vector) batch.getVector(SCORE)).get(row);
    return new FusedNeighbor(records.read(batch, row), score, places);
  }

  private static ArrowType real(FloatingPointPrecision precision) {
    return new ArrowType.FloatingPoint(precision);
  }
}
