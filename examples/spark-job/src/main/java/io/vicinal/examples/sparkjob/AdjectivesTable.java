package io.vicinal.examples.sparkjob;

import io.vicinal.examples.wordnet.PartOfSpeech;
import io.vicinal.examples.wordnet.Synset;
import io.vicinal.examples.wordnet.WordNet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The temporary view {@code adjectives}: {@code id}, {@code adjective} (its first lemma), {@code
 * gloss}, {@code embedding ARRAY<FLOAT>} of the gloss. Embedded by the executors, a partition in
 * one call of the model, and kept, so that several queries embed once.
 */
final class AdjectivesTable {
  static final String NAME = "adjectives";

  private static final StructType TEXTS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("adjective", DataTypes.StringType, false)
          .add("gloss", DataTypes.StringType, false);

  private static final StructType EMBEDDED =
      TEXTS.add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private AdjectivesTable() {}

  /** Makes the view of {@code count} adjectives at equal distances in WordNet. */
  static Dataset<Row> create(SparkSession spark, int count) {
    List<Row> texts = new ArrayList<>();
    for (Synset synset : WordNet.sample(PartOfSpeech.ADJECTIVE, count)) {
      texts.add(RowFactory.create(synset.id(), synset.lemmas().get(0), synset.gloss()));
    }
    MapPartitionsFunction<Row, Row> embed = AdjectivesTable::embed;
    Dataset<Row> table =
        spark
            .createDataFrame(texts, TEXTS)
            .repartition(spark.sparkContext().defaultParallelism())
            .mapPartitions(embed, Encoders.row(EMBEDDED))
            .cache();
    table.createOrReplaceTempView(NAME);
    return table;
  }

  private static Iterator<Row> embed(Iterator<Row> rows) {
    List<Row> texts = new ArrayList<>();
    rows.forEachRemaining(texts::add);
    List<float[]> vectors =
        SharedModel.EMBEDDER.embedAll(texts.stream().map(r -> r.getString(2)).toList());
    List<Row> embedded = new ArrayList<>(texts.size());
    for (int i = 0; i < vectors.size(); i++) {
      Row row = texts.get(i);
      embedded.add(
          RowFactory.create(row.getString(0), row.getString(1), row.getString(2), vectors.get(i)));
    }
    return embedded.iterator();
  }
}
