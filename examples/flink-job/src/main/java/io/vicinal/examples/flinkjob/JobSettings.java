package io.vicinal.examples.flinkjob;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/**
 * Where the job reads from and how it reads.
 *
 * @param bootstrapServers of Kafka
 * @param topic of the synsets
 * @param deadLetterTopic of the messages that cannot be read
 * @param group of consumers under which offsets are committed with each checkpoint
 * @param extent whether the job ends
 * @param batches of texts that are embedded together
 */
record JobSettings(
    String bootstrapServers,
    String topic,
    String deadLetterTopic,
    String group,
    Extent extent,
    BatchLimits batches) {

  /** How much of the topic is read. */
  enum Extent {
    /** What is there now and all that follows. */
    UNBOUNDED,
    /** What is there when the job starts; then it ends. */
    BOUNDED
  }

  JobSettings {
    if (topic.equals(deadLetterTopic)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "dead-letter topic: expected another one than the topic that is read, found '"
              + topic
              + "' for both");
    }
  }
}
