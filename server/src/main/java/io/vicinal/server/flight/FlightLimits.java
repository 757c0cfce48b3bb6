package io.vicinal.server.flight;

import org.apache.arrow.memory.BufferAllocator;

/**
 * What a call may use.
 *
 * @param allocator where its batches live
 * @param maxBatchRows the largest number of rows of a batch that is received
 * @param searchThreads the most threads that run the queries of one batch
 */
record FlightLimits(BufferAllocator allocator, int maxBatchRows, int searchThreads) {}
