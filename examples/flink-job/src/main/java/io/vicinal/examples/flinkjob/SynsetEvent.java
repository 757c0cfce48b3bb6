package io.vicinal.examples.flinkjob;

import java.util.List;

/**
 * A synset as the topic carries it; see {@code synset-event.avsc}. Public because Flink's
 * serializer asks for it.
 *
 * @param text what is embedded
 * @param producedAtMillis milliseconds since 1970
 */
public record SynsetEvent(
    String id, String text, String lexicalFile, List<String> lemmas, long producedAtMillis) {}
