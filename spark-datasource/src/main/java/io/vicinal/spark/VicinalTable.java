package io.vicinal.spark;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.RemoteDatabase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A collection as a table.
 *
 * @param name how Spark shows it
 * @param connection where it is
 * @param spec what it was when it was looked up; schemas do not change
 * @param defaults options that a read or write may override
 */
record VicinalTable(
    String name,
    ConnectionSettings connection,
    CollectionSpec spec,
    CaseInsensitiveStringMap defaults)
    implements SupportsRead, SupportsWrite, SupportsDeleteV2, SupportsMetadataColumns {

  @Override
  public Column[] columns() {
    return Arrays.stream(SparkTypes.table(spec.schema()).fields())
        .map(column -> Column.create(column.name(), column.dataType(), column.nullable()))
        .toArray(Column[]::new);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return new MetadataColumn[] {new DistanceColumn()};
  }

  @Override
  public Map<String, String> properties() {
    return TableProperties.of(spec);
  }

  /** TRUNCATE is among them so that an overwrite is refused in words that say what to do. */
  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ, TableCapability.BATCH_WRITE, TableCapability.TRUNCATE);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new VicinalScanBuilder(this, merged(options));
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new VicinalWriteBuilder(this, info, merged(info.options()));
  }

  @Override
  public boolean canDeleteWhere(Predicate[] predicates) {
    return new PredicateTranslation(spec.schema()).translateAll(predicates).isPresent();
  }

  @Override
  public void deleteWhere(Predicate[] predicates) {
    PredicateTranslation.Translated condition =
        new PredicateTranslation(spec.schema())
            .translateAll(predicates)
            .orElseThrow(
                () ->
                    new VicinalException(
                        ErrorCode.INVALID_ARGUMENT,
                        "DELETE from collection '"
                            + spec.name()
                            + "' where "
                            + Arrays.toString(predicates)
                            + "; expected a condition that the store can evaluate"));
    RecordDeletion.run(collection(), condition);
  }

  /** The collection, over this JVM's connection. */
  RemoteCollection collection() {
    return Connections.to(connection).collection(spec.name());
  }

  private CaseInsensitiveStringMap merged(CaseInsensitiveStringMap overriding) {
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(overriding);
    return new CaseInsensitiveStringMap(all);
  }

  /** The table of a collection that exists. */
  static VicinalTable load(
      String name,
      String collection,
      ConnectionSettings connection,
      CaseInsensitiveStringMap defaults) {
    RemoteDatabase database = Connections.to(connection);
    return new VicinalTable(name, connection, database.collection(collection).spec(), defaults);
  }

  /** Without the options, among which is a key: Spark logs tables and what holds them. */
  @Override
  public String toString() {
    return name;
  }
}
