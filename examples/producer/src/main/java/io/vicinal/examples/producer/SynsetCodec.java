package io.vicinal.examples.producer;

import io.vicinal.examples.wordnet.Synset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Synsets as bare Avro records (no header, no registry) of the schema {@code synset-event.avsc}.
 * Not thread-safe.
 */
final class SynsetCodec {
  private static final String RESOURCE = "synset-event.avsc";

  private final Schema schema;
  private final GenericDatumWriter<GenericRecord> writer;

  private SynsetCodec(Schema schema) {
    this.schema = schema;
    this.writer = new GenericDatumWriter<>(schema);
  }

  static SynsetCodec create() {
    return new SynsetCodec(schema());
  }

  static Schema schema() {
    try (InputStream in = Synset.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing beside Synset.class");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + " from the class path", e);
    }
  }

  byte[] encode(Synset synset, long producedAtMillis) {
    GenericRecord event = new GenericData.Record(schema);
    event.put("id", synset.id());
    event.put("text", synset.gloss());
    event.put("lexical_file", synset.lexicalFileName());
    event.put("lemmas", synset.lemmas());
    event.put("produced_at", producedAtMillis);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      writer.write(event, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** What no reader of the schema accepts: the first half of a record. */
  byte[] encodeCutShort(Synset synset, long producedAtMillis) {
    byte[] whole = encode(synset, producedAtMillis);
    return Arrays.copyOf(whole, whole.length / 2);
  }
}
