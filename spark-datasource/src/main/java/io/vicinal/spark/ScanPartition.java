package io.vicinal.spark;

import io.vicinal.client.ScanEndpoint;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A part of a scan that one task reads.
 *
 * @param endpoint where it is
 */
record ScanPartition(ScanEndpoint endpoint) implements InputPartition {
  private static final long serialVersionUID = 1L;
}
