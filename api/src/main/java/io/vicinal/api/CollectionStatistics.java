package io.vicinal.api;

/**
 * Counts of a collection, as of one moment for each shard.
 *
 * @param records live records: every one of them can be found by a search
 * @param deletedRows rows that were deleted or replaced and still take up space
 * @param segments number of segments, growing ones included
 * @param bytes size of the collection's files on disk
 * @param sequenceNumber the largest one applied
 */
public record CollectionStatistics(
    long records, long deletedRows, int segments, long bytes, long sequenceNumber) {}
