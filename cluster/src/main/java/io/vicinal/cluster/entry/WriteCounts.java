package io.vicinal.cluster.entry;

import io.vicinal.api.WriteResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What the batches of an entry did, as the result of the entry: for each batch the number of
 * records upserted and of records deleted, little-endian int64.
 */
public final class WriteCounts {
  private static final int BATCH_BYTES = 2 * Long.BYTES;

  private WriteCounts() {}

  /** The counts of these results. */
  public static ByteBuffer encode(List<WriteResult> results) {
    ByteBuffer target =
        ByteBuffer.allocate(results.size() * BATCH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    results.forEach(result -> target.putLong(result.upserted()).putLong(result.deleted()));
    return target.flip();
  }

  /** The results of an entry with that number. */
  public static List<WriteResult> decode(long sequenceNumber, ByteBuffer bytes) {
    ByteBuffer source = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<WriteResult> results = new ArrayList<>(source.remaining() / BATCH_BYTES);
    while (source.hasRemaining()) {
      results.add(new WriteResult(sequenceNumber, source.getLong(), source.getLong()));
    }
    return results;
  }
}
