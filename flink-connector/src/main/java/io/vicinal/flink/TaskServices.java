package io.vicinal.flink;

import java.util.UUID;
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
 * @param writer the name of the subtask's writer: the same when the subtask is started again, and
 *     unique among all that run
 */
record TaskServices(
    MailboxExecutor mailbox,
    ProcessingTimeService timers,
    SinkWriterMetricGroup metrics,
    int subtask,
    String writer) {
  /** What Flink's metrics call the id of the operator. */
  private static final String OPERATOR_ID = "<operator_id>";

  static TaskServices of(WriterInitContext context) {
    return new TaskServices(
        context.getMailboxExecutor(),
        context.getProcessingTimeService(),
        context.metricGroup(),
        context.getTaskInfo().getIndexOfThisSubtask(),
        writer(context));
  }

  /** The job's id and the operator's, which only the metrics tell, and the subtask's number. */
  private static String writer(WriterInitContext context) {
    String operator = context.metricGroup().getAllVariables().get(OPERATOR_ID);
    return "flink/%s/%s/%d"
        .formatted(
            context.getJobInfo().getJobId(),
            operator == null ? UUID.randomUUID().toString() : operator,
            context.getTaskInfo().getIndexOfThisSubtask());
  }
}
