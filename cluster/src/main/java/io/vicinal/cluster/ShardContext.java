package io.vicinal.cluster;

import io.vicinal.core.engine.DatabaseMemory;
import io.vicinal.core.engine.EngineOptions;
import java.util.concurrent.Executor;

/**
 * What the shards of a database share.
 *
 * @param engineOptions for every engine
 * @param memory of every engine, and of batches on their way into one
 * @param budget of writes that are not in an engine yet
 * @param searchers where all but one of the shards of a search are searched
 * @param openers where shards are opened and closed beside each other
 */
record ShardContext(
    EngineOptions engineOptions,
    DatabaseMemory memory,
    WriteBudget budget,
    Executor searchers,
    Executor openers) {}
