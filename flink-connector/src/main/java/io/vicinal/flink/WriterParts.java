package io.vicinal.flink;

import org.apache.arrow.memory.BufferAllocator;

/**
 * What a writer is made of.
 *
 * @param allocator where its batches live; the writer closes it
 */
record WriterParts<IN>(
    SinkOptions options,
    MutationConverter<IN> converter,
    InvalidRecordHandler<IN> invalidRecords,
    BufferAllocator allocator) {}
