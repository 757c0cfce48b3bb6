package io.vicinal.examples.flinkjob;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SynsetsToVicinalTest {
  @Test
  void waitsUntilTheJobRunsOrHasEndedWell() {
    for (JobStatus last : List.of(JobStatus.RUNNING, JobStatus.FINISHED)) {
      Job job = new Job(JobStatus.INITIALIZING, JobStatus.CREATED, last);
      assertThatCode(() -> SynsetsToVicinal.awaitRunning(job)).doesNotThrowAnyException();
    }
  }

  @Test
  void aJobThatFailedFirstIsNotReady() {
    Job job = new Job(JobStatus.CREATED, JobStatus.FAILED);
    job.result.completeExceptionally(new IllegalStateException("no such topic"));
    assertThatThrownBy(() -> SynsetsToVicinal.awaitRunning(job))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no such topic");
  }

  @Test
  void aFailedJobEndsTheProgramWithItsError() {
    Exception failed = new ExecutionException(new IllegalStateException("no such topic"));
    // What is thrown on ends the command line with its stack trace and status 1.
    assertThatThrownBy(() -> SynsetsToVicinal.explain(failed)).isSameAs(failed);
  }

  /** A job that has one status after the other. */
  private static final class Job implements JobClient {
    final CompletableFuture<JobExecutionResult> result = new CompletableFuture<>();
    private final ArrayDeque<JobStatus> statuses;

    Job(JobStatus... statuses) {
      this.statuses = new ArrayDeque<>(List.of(statuses));
    }

    @Override
    public JobID getJobID() {
      return new JobID(1, 1);
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
      return CompletableFuture.completedFuture(statuses.remove());
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
      return result;
    }

    @Override
    public CompletableFuture<Map<String, Object>> getAccumulators() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> cancel() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<String> stopWithSavepoint(
        boolean drain, @Nullable String directory, SavepointFormatType format) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<String> triggerSavepoint(
        @Nullable String directory, SavepointFormatType format) {
      throw new UnsupportedOperationException();
    }
  }
}
