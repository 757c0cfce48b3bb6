package io.vicinal.examples.flinkjob;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads a known sequence of Avro values from a message that may be damaged. Every length is
 * compared with the bytes that are left before anything is allocated: three damaged bytes can claim
 * a string of a gigabyte. Names of fields are for messages.
 */
final class AvroReader {
  private final byte[] value;
  private final BinaryDecoder decoder;

  AvroReader(byte[] value) {
    this.value = value;
    this.decoder = DecoderFactory.get().binaryDecoder(value, null);
  }

  /** Well-formed UTF-8 only: a replacement character would be a word that nobody wrote. */
  static String text(String field, byte[] bytes) throws MalformedMessageException {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(source).toString();
    } catch (CharacterCodingException e) {
      // The decoder stops before what it cannot read.
      int place = source.position();
      throw new MalformedMessageException(
          "field %s: expected UTF-8 in %d bytes, found 0x%02x at byte %d"
              .formatted(field, bytes.length, bytes[place], place));
    }
  }

  String string(String field) throws MalformedMessageException {
    byte[] bytes = new byte[count(field, number(field))];
    try {
      decoder.readFixed(bytes);
    } catch (IOException | AvroRuntimeException e) {
      throw unreadable(field, e);
    }
    return text(field, bytes);
  }

  long number(String field) throws MalformedMessageException {
    try {
      return decoder.readLong();
    } catch (IOException | AvroRuntimeException e) {
      throw unreadable(field, e);
    }
  }

  /** Items in the next block of an array; 0 ends the array. */
  int block(String field) throws MalformedMessageException {
    long count = number(field);
    if (count < 0) {
      // A negative count is followed by the length of the block in bytes, which nobody needs here.
      count(field, number(field));
      count = -count;
    }
    return count(field, count);
  }

  void end() throws MalformedMessageException {
    int left = left();
    if (left > 0) {
      throw new MalformedMessageException(
          "value of "
              + value.length
              + " bytes: expected its end after the last field, found "
              + left
              + " bytes more");
    }
  }

  private int count(String field, long claimed) throws MalformedMessageException {
    int left = left();
    if (claimed < 0 || claimed > left) {
      throw new MalformedMessageException(
          "field "
              + field
              + ": expected a length of at most the "
              + left
              + " bytes that are left of "
              + value.length
              + ", found "
              + claimed);
    }
    return (int) claimed;
  }

  private int left() {
    try {
      return decoder.inputStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private MalformedMessageException unreadable(String field, Exception cause) {
    return new MalformedMessageException(
        "field "
            + field
            + ": cannot be read from a value of "
            + value.length
            + " bytes: "
            + (cause instanceof EOFException ? "it ends first" : cause.getMessage()));
  }
}
