package io.vicinal.api;

/**
 * What an acknowledged write did.
 *
 * @param sequenceNumber the position of the write in the order of all writes; a later write has a
 *     larger one, small concurrent writes may share one
 * @param upserted number of records inserted or replaced
 * @param deleted number of records removed; a delete of an absent record is not counted
 */
public record WriteResult(long sequenceNumber, long upserted, long deleted) {}
