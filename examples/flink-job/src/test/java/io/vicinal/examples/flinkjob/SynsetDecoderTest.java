package io.vicinal.examples.flinkjob;

import static io.vicinal.examples.flinkjob.SynsetMessages.encode;
import static io.vicinal.examples.flinkjob.SynsetMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SynsetDecoderTest {
  private static final SynsetEvent EVENT =
      new SynsetEvent("n1", "ein Wörterbuch 📖", "noun.artifact", List.of("a", "b b", ""), 1_700L);

  @Test
  void readsWhatAvroWrites() throws Exception {
    assertThat(SynsetDecoder.decode(message("n1", encode(EVENT))))
        .isEqualTo(new SynsetChange("n1", EVENT));
  }

  @Test
  void readsAnEmptyArrayAndAnArrayOfSeveralBlocksWithTheirLengths() throws Exception {
    SynsetEvent empty = new SynsetEvent("n1", "", "", List.of(), -1);
    assertThat(SynsetDecoder.decode(message("n1", encode(empty))).synset()).isEqualTo(empty);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    encoder.writeString("n1");
    encoder.writeString("text");
    encoder.writeString("file");
    encoder.writeLong(-2); // two items, their length in bytes follows
    encoder.writeLong(4);
    encoder.writeString("a");
    encoder.writeString("b");
    encoder.writeLong(1);
    encoder.writeString("c");
    encoder.writeLong(0);
    encoder.writeLong(5);
    assertThat(SynsetDecoder.decode(message("n1", bytes.toByteArray())).synset())
        .isEqualTo(new SynsetEvent("n1", "text", "file", List.of("a", "b", "c"), 5));
  }

  @Test
  void readsAMessageWithoutValueAsADeletion() throws Exception {
    assertThat(SynsetDecoder.decode(message("n1", null))).isEqualTo(new SynsetChange("n1", null));
  }

  @Test
  void readsTheFieldsOfTheSchemaInItsOrder() {
    assertThat(SynsetMessages.SCHEMA.getFields())
        .extracting(Schema.Field::name)
        .containsExactly("id", "text", "lexical_file", "lemmas", "produced_at");
  }

  @Test
  void refusesEveryMessageThatIsCutShort() {
    byte[] whole = encode(EVENT);
    for (int length = 0; length < whole.length; length++) {
      assertMalformed("n1", Arrays.copyOf(whole, length), "field ");
    }
  }

  @Test
  void refusesBytesBehindTheRecord() {
    byte[] whole = encode(EVENT);
    assertMalformed(
        "n1", Arrays.copyOf(whole, whole.length + 2), "expected its end after the last field");
  }

  @Test
  void refusesALengthThatTheMessageCannotHoldBeforeAllocatingIt() {
    // The zigzag varint of 1,073,741,824, then one byte of text.
    byte[] gigabyte = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08, 'x'};
    assertMalformed("n1", gigabyte, "at most the 1 bytes that are left of 6, found 1073741824");
    byte[] negative = {1};
    assertMalformed("n1", negative, "found -1");
  }

  @Test
  void refusesAKeyThatContradictsTheRecordOrIsNone() {
    assertMalformed("n2", encode(EVENT), "field id: expected the key 'n2', found 'n1'");
    assertMalformed(null, encode(EVENT), "key: expected the id of a synset, found none");
    assertMalformed("", encode(EVENT), "key: ");
    assertMalformed("x".repeat(1025), encode(EVENT), "expected 1..1024");
  }

  @Test
  void refusesTextThatIsNoUtf8() {
    byte[] broken = encode(EVENT);
    broken[1] = (byte) 0xff;
    assertMalformed("n1", broken, "field id: expected UTF-8 in 2 bytes, found 0xff at byte 0");
  }

  @Test
  void refusesATimeThatNoTimestampHolds() {
    SynsetEvent late = new SynsetEvent("n1", "t", "f", List.of(), Long.MAX_VALUE);
    assertMalformed("n1", encode(late), "field produced_at: expected milliseconds since 1970");
  }

  @Test
  void eitherReadsOrRefusesWhateverBytesCome() {
    long seed = Long.getLong("vicinal.seed", System.nanoTime());
    System.out.println("replay with -Dvicinal.seed=" + seed);
    Random random = new Random(seed);
    byte[] whole = encode(EVENT);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(SynsetDecoder.decode(message("n1", damaged)).synset()).isNotNull();
      } catch (MalformedMessageException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static void assertMalformed(@Nullable String key, byte[] value, String reason) {
    assertThatThrownBy(() -> SynsetDecoder.decode(message(key, value)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(reason);
  }
}
