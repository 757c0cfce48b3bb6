package io.vicinal.cluster.entry;

import io.vicinal.core.catalog.SpecJson;
import io.vicinal.core.io.FormatVersions;

/**
 * The layout of an entry of a replicated log.
 *
 * <pre>
 *  0       1       2               4               8
 * +-------+-------+---------------+---------------+
 * |version| type  |   reserved    | parts         |
 * +-------+-------+---------------+---------------+
 * | length of part 0              | length of part 1 ...
 * +-------------------------------+----------------
 * | part 0 ... | part 1 ... |
 * +------------+------------+
 * </pre>
 *
 * <p>Integers are little-endian. Parts follow each other without padding. The log that carries an
 * entry has a checksum of it. {@code docs/format/replicated-log.md} says more.
 */
final class EntryDescriptor {
  static final int VERSION_OFFSET = 0;
  static final int VERSION_BYTES = Byte.BYTES;

  static final int TYPE_OFFSET = VERSION_OFFSET + VERSION_BYTES;
  static final int TYPE_BYTES = Byte.BYTES;

  static final int RESERVED_OFFSET = TYPE_OFFSET + TYPE_BYTES;
  static final int RESERVED_BYTES = Short.BYTES;

  static final int PARTS_OFFSET = RESERVED_OFFSET + RESERVED_BYTES;
  static final int PARTS_BYTES = Integer.BYTES;

  static final int HEADER_BYTES = PARTS_OFFSET + PARTS_BYTES;

  static final int PART_LENGTH_BYTES = Integer.BYTES;

  /** Version 2 is that of collections whose specification version 1 does not have. */
  static final FormatVersions VERSIONS = SpecJson.VERSIONS;

  private EntryDescriptor() {}

  static int lengthOffset(int part) {
    return HEADER_BYTES + part * PART_LENGTH_BYTES;
  }

  /** Where the first part begins. */
  static int partsStart(int parts) {
    return lengthOffset(parts);
  }
}
