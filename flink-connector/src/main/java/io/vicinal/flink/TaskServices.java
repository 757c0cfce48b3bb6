package io.vicinal.flink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * What a writer uses of its task.
 *
 * @param mailbox runs what others want to run in the task's thread
 * @param timers run in the task's thread
 * @param subtask the number of the subtask, for names of threads
 */
record TaskServices(
    MailboxExecutor mailbox,
    ProcessingTimeService timers,
    SinkWriterMetricGroup metrics,
    int subtask) {
  static TaskServices of(WriterInitContext context) {
    return new TaskServices(
        context.getMailboxExecutor(),
        context.getProcessingTimeService(),
        context.metricGroup(),
        context.getTaskInfo().getIndexOfThisSubtask());
  }
}
