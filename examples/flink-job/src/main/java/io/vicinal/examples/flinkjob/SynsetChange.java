package io.vicinal.examples.flinkjob;

import org.jspecify.annotations.Nullable;

/**
 * What a message asks for: the synset of this id is now so, or is gone. Public because Flink's
 * serializer asks for it.
 *
 * @param synset null if it is deleted
 */
public record SynsetChange(String id, @Nullable SynsetEvent synset) {}
