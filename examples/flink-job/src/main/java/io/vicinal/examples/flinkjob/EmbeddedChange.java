package io.vicinal.examples.flinkjob;

import org.jspecify.annotations.Nullable;

/**
 * A change with the vector of its text. Public because Flink's serializer asks for it.
 *
 * @param vector null if the synset is deleted
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere; handed on once, never changed.
public record EmbeddedChange(SynsetChange change, float @Nullable [] vector) {}
