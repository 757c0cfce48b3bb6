package io.vicinal.examples.flinkjob;

import io.vicinal.examples.wordnet.Synset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Messages of the topic, written by Avro's own generic writer from the schema file. */
final class SynsetMessages {
  static final Schema SCHEMA = schema();

  private SynsetMessages() {}

  static byte[] encode(SynsetEvent event) {
    GenericRecord record = new GenericData.Record(SCHEMA);
    record.put("id", event.id());
    record.put("text", event.text());
    record.put("lexical_file", event.lexicalFile());
    record.put("lemmas", event.lemmas());
    record.put("produced_at", event.producedAtMillis());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static KafkaMessage message(@Nullable String key, byte @Nullable [] value) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return new KafkaMessage("synsets", 0, 7, keyBytes, value);
  }

  private static Schema schema() {
    try (InputStream in = Synset.class.getResourceAsStream("synset-event.avsc")) {
      return new Schema.Parser().parse(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
