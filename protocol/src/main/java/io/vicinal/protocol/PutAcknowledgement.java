package io.vicinal.protocol;

import io.vicinal.api.WriteResult;

/**
 * The metadata of a DoPut result: one for each batch, in the order of the batches.
 *
 * @param batch number of the batch in its stream, from 0
 * @param sequence the position of the write in the order of all writes
 * @param upserted number of records inserted or replaced
 * @param deleted number of records removed
 */
public record PutAcknowledgement(long batch, long sequence, long upserted, long deleted) {
  /** The acknowledgement of a batch. */
  public static PutAcknowledgement of(long batch, WriteResult result) {
    return new PutAcknowledgement(
        batch, result.sequenceNumber(), result.upserted(), result.deleted());
  }

  /** The metadata of a result. */
  public static PutAcknowledgement parse(byte[] json) {
    return Json.read(json, PutAcknowledgement.class, "acknowledgement");
  }

  /** What the write did. */
  public WriteResult result() {
    return new WriteResult(sequence, upserted, deleted);
  }
}
