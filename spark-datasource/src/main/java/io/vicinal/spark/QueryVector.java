package io.vicinal.spark;

import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/** Evaluates the vector of a row of queries. */
final class QueryVector {
  private final UnsafeProjection projection;
  private final VectorField field;

  QueryVector(Seq<Attribute> input, Expression query, NearestSearch search) {
    this.projection = UnsafeProjection.create(Seqs.of(query), input);
    this.field = VectorField.of(search.field(), search.dimension(), search.metric());
  }

  /**
   * The query's components, or null where it has no neighbours: where Spark's own functions return
   * null, that is for a null vector, one with a null component and, under cosine, the zero vector.
   *
   * @throws io.vicinal.api.VicinalException {@link io.vicinal.api.ErrorCode#INVALID_VECTOR} if it
   *     has another dimension, or components that are not finite
   */
  float @Nullable [] of(InternalRow row) {
    UnsafeRow projected = projection.apply(row);
    if (projected.isNullAt(0)) {
      return null;
    }
    ArrayData array = projected.getArray(0);
    int dimension = array.numElements();
    if (dimension != field.dimension()) {
      field.checkDimension(dimension, "a query of a k-NN join");
    }
    for (int i = 0; i < dimension; i++) {
      if (array.isNullAt(i)) {
        return null;
      }
    }
    float[] components = array.toFloatArray();
    if (isZero(components)) {
      return field.metric() == Metric.COSINE ? null : components;
    }
    field.check(components, 0, "a query of a k-NN join");
    return components;
  }

  private static boolean isZero(float[] components) {
    for (float component : components) {
      if (component != 0) {
        return false;
      }
    }
    return true;
  }
}
