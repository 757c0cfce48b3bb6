package io.vicinal.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuredScanTest {
  private final NodeMetrics metrics = NodeMetrics.create("0", Optional::empty, List::of);

  /** Only those of its opening were counted. */
  @Test
  void countsTheFirstErrorInTheMidstOfAScan() {
    RecordCursor failing =
        new RecordCursor() {
          @Override
          public boolean hasNext() {
            throw new VicinalException(ErrorCode.STORAGE_FAILURE, "Input/output error");
          }

          @Override
          public VectorRecord next() {
            throw new VicinalException(ErrorCode.STORAGE_FAILURE, "Input/output error");
          }

          @Override
          public void close() {}
        };
    try (MeasuredCursor scan =
        new MeasuredCursor(failing, metrics.begin(Operation.SCAN), metrics)) {
      assertThatThrownBy(scan::next).hasMessage("Input/output error");
      assertThatThrownBy(scan::hasNext).hasMessage("Input/output error");
    }
    assertThat(metrics.expose(null).body())
        .contains(
            "vicinal_operation_errors_total{code=\"STORAGE_FAILURE\",operation=\"scan\"} 1.0\n");
  }
}
