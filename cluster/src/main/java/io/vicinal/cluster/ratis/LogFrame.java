package io.vicinal.cluster.ratis;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;

/**
 * An entry in a file of a Ratis log:
 *
 * <pre>
 * length (varint) | LogEntryProto | CRC32C of both (int, big-endian)
 * </pre>
 *
 * @param entry the entry
 * @param end where it ends in the file
 */
record LogFrame(LogEntryProto entry, int end) {
  /** What a file begins with. */
  static final byte[] FILE_HEADER = {'R', 'a', 'f', 't', 'L', 'o', 'g', '1'};

  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int MAX_LENGTH_BYTES = 5;

  /** The tag of the first field of every entry, its term, in protocol buffers. */
  private static final byte FIRST_TAG = 0x08;

  /** The intact entry that begins at a place in a file, or null. */
  static @Nullable LogFrame read(ByteBuffer file, int start) {
    int position = start;
    long length = 0;
    byte next;
    do {
      if (position == file.limit() || position - start == MAX_LENGTH_BYTES) {
        return null;
      }
      next = file.get(position);
      length |= (long) (next & 0x7f) << (7 * (position - start));
      position++;
    } while (next < 0);
    long end = position + length + CHECKSUM_BYTES;
    if (length == 0 || end > file.limit() || file.get(position) != FIRST_TAG) {
      return null;
    }
    int checksumAt = (int) (position + length);
    CRC32C checksum = new CRC32C();
    checksum.update(file.slice(start, checksumAt - start));
    if ((int) checksum.getValue() != file.getInt(checksumAt)) {
      return null;
    }
    try {
      LogEntryProto entry = LogEntryProto.parseFrom(file.slice(position, (int) length));
      return new LogFrame(entry, (int) end);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** The number of the entry. */
  long index() {
    return entry.getIndex();
  }
}
