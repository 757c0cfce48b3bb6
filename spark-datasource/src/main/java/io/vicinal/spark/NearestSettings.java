package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VicinalException;
import java.util.Optional;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Settings of k-NN joins: of the session, and among the options of a table. */
final class NearestSettings {
  /** Whether NEAREST BY joins run on the index where they can; true unless set. */
  static final String ENABLED = "spark.vicinal.nearestBy.enabled";

  private static final int MAX_BATCH_ROWS = 1 << 16;

  private NearestSettings() {}

  static boolean isEnabled(SQLConf session) {
    String text = session.getConfString(ENABLED, "true").trim();
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true");
    }
    throw new VicinalException(
        ErrorCode.INVALID_CONFIGURATION,
        "setting " + ENABLED + " is '" + text + "'; expected true or false");
  }

  static int batchRows(CaseInsensitiveStringMap options) {
    return TableOption.NEAREST_BATCH_ROWS.findPositive(options, MAX_BATCH_ROWS).orElseThrow();
  }

  static Optional<Integer> ef(CaseInsensitiveStringMap options) {
    return TableOption.NEAREST_EF.findPositive(options, SearchRequest.MAX_K);
  }
}
