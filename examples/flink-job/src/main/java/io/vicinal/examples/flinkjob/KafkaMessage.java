package io.vicinal.examples.flinkjob;

import org.jspecify.annotations.Nullable;

/**
 * A message as it lies in the topic. Public with public components because Flink's serializer asks
 * for it; the arrays belong to the message and are not changed.
 *
 * @param key null if the producer gave none
 * @param value null if the message is a tombstone
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Compared nowhere; a copy of each message would be waste.
public record KafkaMessage(
    String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {}
