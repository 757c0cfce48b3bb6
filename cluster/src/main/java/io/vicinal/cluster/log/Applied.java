package io.vicinal.cluster.log;

import java.nio.ByteBuffer;

/**
 * An entry that is in the log for good and was applied.
 *
 * @param sequenceNumber its number in the log
 * @param result what the state machine returned
 */
public record Applied(long sequenceNumber, ByteBuffer result) {}
