package io.vicinal.flink;

import io.vicinal.protocol.WriterName;
import java.util.UUID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * What a writer uses of its task.
 *
 * @param mailbox runs what others want to run in the task's thread
 * @param timers run in the task's thread
 * @param writer the name of the subtask's writer: the same when the subtask is started again, and
 *     unique among all that run
 */
record TaskServices(
    MailboxExecutor mailbox,
    ProcessingTimeService timers,
    SinkWriterMetricGroup metrics,
    WriterName writer) {
  /** What Flink's metrics call the id of the operator. */
  private static final String OPERATOR_ID = "<operator_id>";

  static TaskServices of(WriterInitContext context) {
    return new TaskServices(
        context.getMailboxExecutor(),
        context.getProcessingTimeService(),
        context.metricGroup(),
        writer(context));
  }

  /** One of the subtasks of the operator, whose id only the metrics tell. */
  private static WriterName writer(WriterInitContext context) {
    String operator = context.metricGroup().getAllVariables().get(OPERATOR_ID);
    String group =
        "flink/%s/%s"
            .formatted(
                context.getJobInfo().getJobId(),
                operator == null ? UUID.randomUUID().toString() : operator);
    TaskInfo task = context.getTaskInfo();
    return new WriterName(group, task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks());
  }
}
