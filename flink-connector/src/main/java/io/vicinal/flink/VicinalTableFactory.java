package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCategory;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.flink.SinkOptions.Target;
import io.vicinal.flink.TableColumns.Column;
import io.vicinal.flink.VicinalTableOptions.InvalidRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables with {@code 'connector' = 'vicinal'}. Found by Flink.
 *
 * <p>A table is checked against its collection when a statement is planned, if the node answers
 * then, and in any case when the job starts.
 */
public final class VicinalTableFactory implements DynamicTableSinkFactory {
  private static final Logger LOG = LoggerFactory.getLogger(VicinalTableFactory.class);
  private static final Duration PLANNING_TIMEOUT = Duration.ofSeconds(5);

  /** The value of {@code 'connector'}. */
  public static final String IDENTIFIER = "vicinal";

  /** Called by Flink's service loader. */
  public VicinalTableFactory() {}

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return VicinalTableOptions.set(VicinalTableOptions.REQUIRED);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return VicinalTableOptions.set(VicinalTableOptions.OPTIONAL);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validateExcept(VicinalTableOptions.VECTOR_PREFIX);
    ReadableConfig options = helper.getOptions();
    TableColumns table =
        columns(
            context.getCatalogTable().getResolvedSchema(),
            context.getPhysicalRowDataType(),
            VectorOptions.parse(context.getCatalogTable().getOptions()));
    CollectionSchema absent =
        options.get(VicinalTableOptions.CREATE_COLLECTION) ? table.newSchema() : null;
    VicinalSink<RowData> sink = sink(options, table, absent);
    ConnectorClassLoader.run(() -> checkCollection(sink.target(), table));
    return new VicinalTableSink(
        sink,
        options.get(VicinalTableOptions.COLLECTION),
        options.getOptional(VicinalTableOptions.PARALLELISM));
  }

  private static VicinalSink<RowData> sink(
      ReadableConfig options, TableColumns table, @Nullable CollectionSchema absent) {
    VicinalSinkBuilder<RowData> builder =
        VicinalSink.<RowData>builder()
            .setUri(options.get(VicinalTableOptions.URI))
            .setCollection(options.get(VicinalTableOptions.COLLECTION))
            .setConverter(new RowMutations(table))
            .setBatchRows(options.get(VicinalTableOptions.MAX_ROWS))
            .setBatchBytes(options.get(VicinalTableOptions.MAX_BYTES).getBytes())
            .setFlushInterval(options.get(VicinalTableOptions.INTERVAL))
            .setMaxInFlight(options.get(VicinalTableOptions.MAX_IN_FLIGHT))
            .setRetryTimeout(options.get(VicinalTableOptions.RETRY_TIMEOUT))
            .setRequestTimeout(options.get(VicinalTableOptions.REQUEST_TIMEOUT));
    options.getOptional(VicinalTableOptions.API_KEY).ifPresent(builder::setApiKey);
    if (options.get(VicinalTableOptions.INVALID_RECORDS) == InvalidRecords.SKIP) {
      builder.setInvalidRecordHandler(InvalidRecordHandler.skip());
    }
    if (absent != null) {
      builder.setCreateCollection(absent);
    }
    try {
      return builder.build();
    } catch (VicinalException e) {
      throw new ValidationException(e.getMessage(), e);
    }
  }

  private static TableColumns columns(
      ResolvedSchema schema, DataType physical, Map<String, VectorOptions> vectors) {
    UniqueConstraint key =
        schema
            .getPrimaryKey()
            .orElseThrow(
                () ->
                    new ValidationException(
                        "a Vicinal table without primary key; expected PRIMARY KEY (column) NOT"
                            + " ENFORCED, which becomes the record's id"));
    if (key.getColumns().size() != 1) {
      throw new ValidationException(
          "primary key %s; expected one column of type BIGINT or STRING"
              .formatted(key.getColumns()));
    }
    List<Column> columns = new ArrayList<>();
    for (RowType.RowField field : ((RowType) physical.getLogicalType()).getFields()) {
      columns.add(new Column(field.getName(), field.getType()));
    }
    List<String> names = columns.stream().map(Column::name).toList();
    return new TableColumns(columns, names.indexOf(key.getColumns().get(0)), vectors);
  }

  /** Compares with the collection, if the node answers and there is one. */
  private static void checkCollection(Target target, TableColumns table) {
    try (RemoteDatabase database = RemoteDatabase.connect(target.connection(PLANNING_TIMEOUT, 1))) {
      if (target.absent() == null || database.collectionNames().contains(target.collection())) {
        table.check(database.collection(target.collection()).schema());
      }
    } catch (VicinalException e) {
      if (e.category() != ErrorCategory.UNAVAILABLE) {
        throw new ValidationException(e.getMessage(), e);
      }
      LOG.warn("the table is checked when the job starts, as now {}", e.getMessage());
    }
  }
}
