package io.vicinal.cluster;

import io.vicinal.core.engine.EngineOptions;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the shards of a database share.
 *
 * @param engineOptions for every engine
 * @param allocator for every engine and for batches on their way into one
 * @param searchers where all but one of the shards of a search are searched
 */
record ShardContext(EngineOptions engineOptions, BufferAllocator allocator, Executor searchers) {}
