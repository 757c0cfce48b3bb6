/**
 * WordNet 3.1 as example data: {@link io.vicinal.examples.wordnet.WordNet} reads its synsets from
 * the class path. {@code synset-event.avsc} beside this package is the schema in which they travel
 * through Kafka.
 */
@NullMarked
package io.vicinal.examples.wordnet;

import org.jspecify.annotations.NullMarked;
