package io.vicinal.examples.flinkjob;

import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VicinalException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of the topic to changes. The value is a bare Avro record of {@code synset-event.avsc},
 * and as the writer's schema is known, the fields are read one after the other, without the boxes
 * and maps of a generic reader.
 */
final class SynsetDecoder {
  private SynsetDecoder() {}

  /**
   * The change that a message asks for.
   *
   * @throws MalformedMessageException if the key is no id, the value is not exactly one record, or
   *     the two contradict each other
   */
  static SynsetChange decode(KafkaMessage message) throws MalformedMessageException {
    byte[] key = message.key();
    if (key == null) {
      throw new MalformedMessageException("key: expected the id of a synset, found none");
    }
    String id = checkedId(AvroReader.text("key", key));
    byte[] value = message.value();
    return new SynsetChange(id, value == null ? null : decode(id, value));
  }

  private static SynsetEvent decode(String key, byte[] value) throws MalformedMessageException {
    AvroReader reader = new AvroReader(value);
    SynsetEvent event =
        new SynsetEvent(
            reader.string("id"),
            reader.string("text"),
            reader.string("lexical_file"),
            lemmas(reader),
            reader.number("produced_at"));
    reader.end();
    if (!event.id().equals(key)) {
      throw new MalformedMessageException(
          "field id: expected the key '" + key + "', found '" + event.id() + "'");
    }
    checkProducedAt(event.producedAtMillis());
    return event;
  }

  private static List<String> lemmas(AvroReader reader) throws MalformedMessageException {
    List<String> lemmas = new ArrayList<>();
    for (int block = reader.block("lemmas"); block > 0; block = reader.block("lemmas")) {
      for (int i = 0; i < block; i++) {
        lemmas.add(reader.string("lemmas"));
      }
    }
    return lemmas;
  }

  private static String checkedId(String key) throws MalformedMessageException {
    try {
      return ((RecordId.Text) RecordId.of(key)).value();
    } catch (VicinalException e) {
      throw new MalformedMessageException("key: " + e.getMessage());
    }
  }

  private static void checkProducedAt(long millis) throws MalformedMessageException {
    if (!ScalarType.TIMESTAMP.accepts(Instant.ofEpochMilli(millis))) {
      throw new MalformedMessageException(
          "field produced_at: expected milliseconds since 1970 that a timestamp can hold, found "
              + millis);
    }
  }
}
