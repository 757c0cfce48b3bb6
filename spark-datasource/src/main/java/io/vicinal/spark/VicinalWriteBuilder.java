package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Builds an append, and refuses what would have to replace the records of a collection. */
final class VicinalWriteBuilder implements SupportsTruncate {
  private final VicinalTable table;
  private final LogicalWriteInfo info;
  private final CaseInsensitiveStringMap options;

  VicinalWriteBuilder(VicinalTable table, LogicalWriteInfo info, CaseInsensitiveStringMap options) {
    this.table = table;
    this.info = info;
    this.options = options;
  }

  /** Refused: what was removed could not be brought back if the write failed. */
  @Override
  public WriteBuilder truncate() {
    throw new VicinalException(
        ErrorCode.INVALID_ARGUMENT,
        "overwriting collection '"
            + table.spec().name()
            + "' is not supported: its records cannot be replaced in one step; append (records of"
            + " the same id are replaced), or run DELETE FROM or DROP TABLE first");
  }

  @Override
  public Write build() {
    return new VicinalWrite(table, WriteSettings.of(options), info.schema());
  }
}
