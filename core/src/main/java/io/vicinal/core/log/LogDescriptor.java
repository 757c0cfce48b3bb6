package io.vicinal.core.log;

import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatVersions;

/**
 * The bytes of a log file: a header, then records, each aligned to 8 bytes. Little-endian. The
 * specification, with the reasons and the crash table, is {@code docs/format/log.md}.
 *
 * <p>The header, which is durable before the file has its name and never changes:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               common header of files (40 bytes)               |
 * |                                                              ...
 * +---------------------------------------------------------------+
 * |                        first sequence                         |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                             epoch                             |
 * +---------------------------------------------------------------+
 * |                  CRC32C of the 52 bytes above                 |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A record:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       CRC32C of the owner and of all that follows here        |
 * +---------------------------------------------------------------+
 * |          length of header and payload, without padding        |
 * +---------------------------------------------------------------+
 * |                             epoch                             |
 * +-------------------------------+-------------------------------+
 * |             type              |        reserved (zero)        |
 * +-------------------------------+-------------------------------+
 * |                           sequence                            |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                       durable sequence                        |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                            payload                            |
 * |                                  zeros to a multiple of 8    ...
 * +---------------------------------------------------------------+
 * </pre>
 */
final class LogDescriptor {
  /** The versions that are read; the newest is written. */
  static final FormatVersions VERSIONS = FormatVersions.only(1);

  static final int FIRST_SEQUENCE_OFFSET = FileHeader.LENGTH;
  static final int FILE_EPOCH_OFFSET = FIRST_SEQUENCE_OFFSET + Long.BYTES;
  static final int FILE_CHECKSUM_OFFSET = FILE_EPOCH_OFFSET + Integer.BYTES;

  /** The length of the file's header: where the first record begins. */
  static final int FILE_HEADER_LENGTH = FILE_CHECKSUM_OFFSET + Integer.BYTES;

  static final int CHECKSUM_OFFSET = 0;
  static final int LENGTH_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;
  static final int EPOCH_OFFSET = LENGTH_OFFSET + Integer.BYTES;
  static final int TYPE_OFFSET = EPOCH_OFFSET + Integer.BYTES;
  static final int RESERVED_OFFSET = TYPE_OFFSET + Short.BYTES;
  static final int SEQUENCE_OFFSET = RESERVED_OFFSET + Short.BYTES;
  static final int DURABLE_SEQUENCE_OFFSET = SEQUENCE_OFFSET + Long.BYTES;

  /** The length of a record's header: where its payload begins. */
  static final int RECORD_HEADER_LENGTH = DURABLE_SEQUENCE_OFFSET + Long.BYTES;

  /** Records begin at multiples of this, so that they can be found behind a damaged one. */
  static final int RECORD_ALIGNMENT = Long.BYTES;

  /** The longest record, header and payload. */
  static final int MAX_RECORD_LENGTH = 256 << 20;

  private LogDescriptor() {}

  /** The distance from a record of that length, without padding, to the next record. */
  static int alignedLength(int recordLength) {
    return (recordLength + RECORD_ALIGNMENT - 1) & -RECORD_ALIGNMENT;
  }
}
