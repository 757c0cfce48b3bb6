package io.vicinal.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Random records and queries, as a collection and as a view of Spark's with the same rows. */
final class VectorTable {
  static final int DIMENSION = 24;

  private static final StructType COLUMNS =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("v", DataTypes.createArrayType(DataTypes.FloatType))
          .add("kind", DataTypes.StringType)
          .add("size", DataTypes.IntegerType);

  private final SparkFixture spark;
  private final Random random;

  VectorTable(SparkFixture spark) {
    this.spark = spark;
    long seed = Long.getLong("vicinal.seed", System.nanoTime());
    System.out.println("replay with -Dvicinal.seed=" + seed);
    this.random = new Random(seed);
  }

  /** A collection of random records around a few centres. */
  void create(String name, String metric, int records) {
    spark.sql(
        "CREATE TABLE vec.default."
            + name
            + " (id BIGINT NOT NULL, v ARRAY<FLOAT> NOT NULL, kind STRING, size INT)"
            + " TBLPROPERTIES ('vector.v.dimension'='"
            + DIMENSION
            + "', 'vector.v.metric'='"
            + metric
            + "', 'shards'='2')");
    rows(records).write().mode("append").saveAsTable("vec.default." + name);
  }

  /** A view of random rows with the columns of a collection. */
  void view(String name, int rows) {
    rows(rows).createOrReplaceTempView(name);
  }

  private Dataset<Row> rows(int count) {
    List<Row> rows =
        new ArrayList<>(
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        RowFactory.create((long) i, vector(), i % 3 == 0 ? "noun" : "verb", i % 10))
                .toList());
    return spark.session().createDataFrame(rows, COLUMNS);
  }

  private List<Float> vector() {
    int centre = random.nextInt(8);
    return IntStream.range(0, DIMENSION)
        .mapToObj(i -> (float) (Math.sin(centre * 31.0 + i) + random.nextGaussian() * 0.7))
        .toList();
  }
}
