package io.vicinal.examples.sparkjob;

import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * A function for SQL: text to the 384 components of all-MiniLM-L6-v2, as {@code ARRAY<FLOAT>}. From
 * Python:
 *
 * <pre>{@code
 * spark.udf.registerJavaFunction(
 *     "embed", "io.vicinal.examples.sparkjob.Embed", ArrayType(FloatType()))
 * }</pre>
 *
 * <p>Null for null. Thread-safe; the tasks of an executor share one model. Public because Spark
 * creates it by name.
 */
public final class Embed implements UDF1<@Nullable String, float @Nullable []> {
  private static final long serialVersionUID = 1;

  @Override
  public float @Nullable [] call(@Nullable String text) {
    return text == null ? null : SharedModel.EMBEDDER.embed(text);
  }
}
