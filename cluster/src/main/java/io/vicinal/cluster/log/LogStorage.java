package io.vicinal.cluster.log;

/**
 * What a replicated log needs of this node's disk.
 *
 * @param name which log it is, for people
 * @param bytes of its files
 * @param syncs how often it was synced since it was opened
 * @param medianSyncSeconds what half of the recent syncs took at most, 0 if there was none
 * @param slowSyncSeconds what 99 of a hundred recent syncs took at most, 0 if there was none
 */
public record LogStorage(
    String name, long bytes, long syncs, double medianSyncSeconds, double slowSyncSeconds) {}
