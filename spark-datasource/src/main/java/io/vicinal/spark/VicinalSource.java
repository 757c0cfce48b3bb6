package io.vicinal.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The format {@value #NAME}, for collections that no catalog names:
 *
 * <pre>{@code
 * spark.read().format("vicinal")
 *     .option("uri", "grpc://127.0.0.1:8741").option("collection", "glosses").load()
 * }</pre>
 *
 * <p>It reads and appends to collections that exist; a catalog creates them.
 */
public final class VicinalSource implements TableProvider, DataSourceRegister {
  /** The name of the format. */
  public static final String NAME = "vicinal";

  /** Spark creates it by reflection. */
  public VicinalSource() {}

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return SparkTypes.table(load(options).spec().schema());
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return load(new CaseInsensitiveStringMap(properties));
  }

  private static VicinalTable load(CaseInsensitiveStringMap options) {
    String collection = TableOption.COLLECTION.require(options, "glosses");
    return VicinalTable.load(collection, collection, ConnectionSettings.of(options), options);
  }
}
