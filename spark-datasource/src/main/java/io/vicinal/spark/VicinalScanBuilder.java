package io.vicinal.spark;

import io.vicinal.api.filter.Filter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Collects what of a query the store does itself: columns, filters, limit. */
final class VicinalScanBuilder
    implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns, SupportsPushDownLimit {
  private final VicinalTable table;
  private final CaseInsensitiveStringMap options;
  private StructType columns;
  private List<Predicate> pushed = List.of();
  private Optional<Filter> filter = Optional.empty();
  private OptionalLong limit = OptionalLong.empty();

  VicinalScanBuilder(VicinalTable table, CaseInsensitiveStringMap options) {
    this.table = table;
    this.options = options;
    this.columns = SparkTypes.table(table.spec().schema());
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    PredicateTranslation.Divided divided =
        new PredicateTranslation(table.spec().schema()).divide(predicates);
    pushed = divided.done();
    filter = divided.filter();
    return divided.left().toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toArray(Predicate[]::new);
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public boolean pushLimit(int most) {
    limit = OptionalLong.of(most);
    return true;
  }

  /** Each shard returns as many: Spark takes the limit of them all. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    return new VicinalScan(table, columns, filter, limit, options);
  }
}
