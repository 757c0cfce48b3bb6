/**
 * Publishes WordNet synsets to Kafka in Avro: creates, updates, deletes and, on request, messages
 * that cannot be read.
 */
@NullMarked
package io.vicinal.examples.producer;

import org.jspecify.annotations.NullMarked;
