package io.vicinal.examples.flinkjob;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Messages to changes. What cannot be read goes to {@link #DEAD_LETTERS} and the job goes on: one
 * bad message must not hold up the good ones behind it.
 */
final class DecodeMessages extends ProcessFunction<KafkaMessage, SynsetChange> {
  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(KafkaMessage message, Context context, Collector<SynsetChange> out) {
    try {
      out.collect(SynsetDecoder.decode(message));
    } catch (MalformedMessageException e) {
      context.output(DEAD_LETTERS, new DeadLetter(message, e.reason()));
    }
  }
}
