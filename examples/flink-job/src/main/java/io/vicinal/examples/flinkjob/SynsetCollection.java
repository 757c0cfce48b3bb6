package io.vicinal.examples.flinkjob;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.embedding.MiniLmEmbedder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a synset is in the collection. */
final class SynsetCollection {
  static final String EMBEDDING = "embedding";
  static final String TEXT = "text";
  static final String LEXICAL_FILE = "lexical_file";
  static final String LEMMAS = "lemmas";
  static final String PRODUCED_AT = "produced_at";

  static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.STRING,
          List.of(VectorField.of(EMBEDDING, MiniLmEmbedder.DIMENSION, Metric.COSINE)),
          List.of(
              new Attribute(TEXT, ScalarType.STRING),
              new Attribute(LEXICAL_FILE, ScalarType.STRING),
              new Attribute(LEMMAS, new ListType(ScalarType.STRING)),
              new Attribute(PRODUCED_AT, ScalarType.TIMESTAMP)));

  private SynsetCollection() {}

  /** The change of the collection that makes it follow the topic. */
  static Mutation mutation(EmbeddedChange embedded) {
    SynsetEvent synset = embedded.change().synset();
    float[] vector = embedded.vector();
    RecordId id = RecordId.of(embedded.change().id());
    if (synset == null || vector == null) {
      return new Mutation.Delete(id);
    }
    return new Mutation.Upsert(
        new VectorRecord(
            id,
            Map.of(EMBEDDING, DenseVector.of(vector)),
            Map.of(
                TEXT,
                synset.text(),
                LEXICAL_FILE,
                synset.lexicalFile(),
                LEMMAS,
                synset.lemmas(),
                PRODUCED_AT,
                Instant.ofEpochMilli(synset.producedAtMillis()))));
  }
}
