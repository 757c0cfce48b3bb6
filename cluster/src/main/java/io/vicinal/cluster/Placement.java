package io.vicinal.cluster;

import io.vicinal.api.RecordId;
import io.vicinal.core.segment.Keys;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;

/**
 * Which records are on which shard, and which log a shard has. Fixed for ever: the files on disk
 * depend on it.
 *
 * <p>A record is on shard {@code mix(key) mod shards}, unsigned. The key is the value of an integer
 * id, or the hash of a string id that {@link Keys} describes; {@code mix} is the finalizer of
 * MurmurHash3 for 64 bits, without which consecutive integers, or those of one stride, would come
 * to few shards.
 */
final class Placement {
  private Placement() {}

  /** The shard, from 0 to {@code shards − 1}, of an id. */
  static int shard(RecordId id, int shards) {
    return shard(Keys.of(id), shards);
  }

  /** The shard of the id in a row of an id column. */
  static int shard(FieldVector ids, int row, int shards) {
    return shard(Keys.of(ids, row), shards);
  }

  /**
   * The group of a shard's log: the name-based UUID (version 3, of MD5) of the 16 bytes of the
   * collection's UUID and 4 of the number of the shard, big-endian.
   */
  static UUID group(UUID collection, int shard) {
    ByteBuffer name = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES);
    name.putLong(collection.getMostSignificantBits());
    name.putLong(collection.getLeastSignificantBits());
    name.putInt(shard);
    return UUID.nameUUIDFromBytes(name.array());
  }

  private static int shard(long key, int shards) {
    return (int) Long.remainderUnsigned(mix(key), shards);
  }

  private static long mix(long key) {
    long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
