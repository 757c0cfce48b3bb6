package io.vicinal.cluster.ratis;

import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * What is around an entry in a log that Ratis keeps.
 *
 * <pre>
 *  0       1               8               16
 * +-------+---------------+---------------+-------
 * |version|   reserved    | settled       | entry
 * +-------+---------------+---------------+-------
 * </pre>
 *
 * <p>{@code settled} is the number of the last entry that was known to be durable and applied when
 * this one was submitted. It is a witness: when an entry before it cannot be read, that is damage
 * and not the torn end of a write; see {@link LogTail}.
 */
final class RatisEnvelope {
  static final int VERSION_OFFSET = 0;
  static final int VERSION_BYTES = Byte.BYTES;
  static final int RESERVED_OFFSET = VERSION_OFFSET + VERSION_BYTES;
  static final int RESERVED_BYTES = 7;
  static final int SETTLED_OFFSET = RESERVED_OFFSET + RESERVED_BYTES;
  static final int SETTLED_BYTES = Long.BYTES;
  static final int HEADER_BYTES = SETTLED_OFFSET + SETTLED_BYTES;

  static final FormatVersions VERSIONS = FormatVersions.only(1);

  private RatisEnvelope() {}

  /** An entry in its envelope; the entry is not copied. */
  static ByteString wrap(long settled, ByteBuffer entry) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(VERSION_OFFSET, (byte) VERSIONS.newest()).putLong(SETTLED_OFFSET, settled);
    return UnsafeByteOperations.unsafeWrap(header).concat(UnsafeByteOperations.unsafeWrap(entry));
  }

  /** The entry in an envelope. */
  static ByteBuffer unwrap(ByteString data, String location) {
    int version = data.isEmpty() ? 0 : data.byteAt(VERSION_OFFSET);
    if (!VERSIONS.contains(version)) {
      throw new UnsupportedFormatException(location, VERSION_OFFSET, version, VERSIONS);
    }
    return data.substring(HEADER_BYTES).asReadOnlyByteBuffer();
  }

  /** The witness of an envelope, or -1 if it is none that this release knows. */
  static long settled(ByteString data) {
    if (data.size() < HEADER_BYTES || !VERSIONS.contains(data.byteAt(VERSION_OFFSET))) {
      return -1;
    }
    return data.substring(0, HEADER_BYTES)
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong(SETTLED_OFFSET);
  }
}
