package io.vicinal.core.segment;

import io.vicinal.api.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * The 64-bit keys by which rows are found: an integer id is its own key, a string id has a hash of
 * its UTF-8 bytes. Keys of integers are equal only for equal ids; for strings the id column
 * decides.
 *
 * <p>The hash is 64-bit FNV-1a, finished with the mixer of MurmurHash3 so that its high bits, too,
 * depend on every byte. It is a part of the format of {@code keys.idx} and never changes.
 */
public final class Keys {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Keys() {}

  /** The key of an id. */
  public static long of(RecordId id) {
    if (id instanceof RecordId.Int64 integer) {
      return integer.value();
    }
    return hash(((RecordId.Text) id).value().getBytes(StandardCharsets.UTF_8));
  }

  /** The key of the id in a row of an id column. */
  public static long of(FieldVector ids, int row) {
    return ids instanceof BigIntVector integers
        ? integers.get(row)
        : hash(((VarCharVector) ids).get(row));
  }

  /** The id in a row of an id column. */
  public static RecordId id(FieldVector ids, int row) {
    return ids instanceof BigIntVector integers
        ? RecordId.of(integers.get(row))
        : RecordId.of(new String(((VarCharVector) ids).get(row), StandardCharsets.UTF_8));
  }

  /** Whether a row of an id column holds that id. */
  public static boolean holds(FieldVector ids, int row, RecordId id) {
    if (id instanceof RecordId.Int64 integer) {
      return ((BigIntVector) ids).get(row) == integer.value();
    }
    byte[] wanted = ((RecordId.Text) id).value().getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(((VarCharVector) ids).get(row), wanted);
  }

  /** The order of the ids in two rows of id columns: that of {@link RecordId}s. */
  public static int compare(FieldVector ids, int row, FieldVector others, int other) {
    // The bytes of UTF-8 have the order of code points.
    return ids instanceof BigIntVector integers
        ? Long.compare(integers.get(row), ((BigIntVector) others).get(other))
        : Arrays.compareUnsigned(
            ((VarCharVector) ids).get(row), ((VarCharVector) others).get(other));
  }

  private static long hash(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
