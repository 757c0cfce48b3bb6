/**
 * The Flink job of the quickstart: reads synsets from Kafka, embeds their text and keeps a
 * collection of a Vicinal node equal to the topic.
 */
@NullMarked
package io.vicinal.examples.flinkjob;

import org.jspecify.annotations.NullMarked;
