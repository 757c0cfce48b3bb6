package io.vicinal.spark;

import java.io.Serializable;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * How records are written.
 *
 * @param batchRows the most rows in a batch
 * @param inFlight the most batches of a task without acknowledgement
 */
record WriteSettings(int batchRows, int inFlight) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BATCH_ROWS = 1 << 17;
  private static final int MAX_IN_FLIGHT = 8;

  static WriteSettings of(CaseInsensitiveStringMap options) {
    return new WriteSettings(
        TableOption.WRITE_BATCH_ROWS.findPositive(options, MAX_BATCH_ROWS).orElseThrow(),
        TableOption.WRITE_IN_FLIGHT.findPositive(options, MAX_IN_FLIGHT).orElseThrow());
  }
}
