package io.vicinal.examples.flinkjob;

/**
 * A message that could not be read, and why. Public because Flink's serializer asks for it.
 *
 * @param reason for people: what was expected and what was found
 */
public record DeadLetter(KafkaMessage message, String reason) {}
