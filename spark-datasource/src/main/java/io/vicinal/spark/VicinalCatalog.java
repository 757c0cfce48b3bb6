package io.vicinal.spark;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The collections of a node as tables of a catalog:
 *
 * <pre>
 * spark.sql.catalog.vec      io.vicinal.spark.VicinalCatalog
 * spark.sql.catalog.vec.uri  grpc://127.0.0.1:8741
 * </pre>
 *
 * <p>All tables are in the one namespace {@value #NAMESPACE}, which may be left out: {@code vec.t}
 * is {@code vec.default.t}. Thread safe once initialized.
 */
public final class VicinalCatalog implements TableCatalog, SupportsNamespaces {
  /** The only namespace. */
  public static final String NAMESPACE = "default";

  private @Nullable String name;
  private @Nullable ConnectionSettings connection;
  private CaseInsensitiveStringMap options = CaseInsensitiveStringMap.empty();

  /** Spark creates it by reflection and then initializes it. */
  public VicinalCatalog() {}

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap given) {
    try {
      this.connection = ConnectionSettings.of(given);
    } catch (VicinalException e) {
      throw new VicinalException(
          e.code(), "catalog spark.sql.catalog." + catalog + ": " + e.getMessage(), e);
    }
    this.name = catalog;
    this.options = given;
  }

  @Override
  public String name() {
    return initialized(name);
  }

  @Override
  public String[] defaultNamespace() {
    return new String[] {NAMESPACE};
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return Connections.to(initialized(connection)).collectionNames().stream()
        .map(collection -> Identifier.of(defaultNamespace(), collection))
        .toArray(Identifier[]::new);
  }

  /** Also if it cannot be loaded: a damaged collection keeps its name, and can be dropped. */
  @Override
  public boolean tableExists(Identifier table) {
    return isNamespace(table.namespace())
        && Connections.to(initialized(connection)).collectionNames().contains(table.name());
  }

  @Override
  public Table loadTable(Identifier table) throws NoSuchTableException {
    if (!isNamespace(table.namespace())) {
      throw new NoSuchTableException(table);
    }
    try {
      return load(table);
    } catch (VicinalException e) {
      if (e.code() == ErrorCode.UNKNOWN_COLLECTION) {
        throw new NoSuchTableException(table);
      }
      throw e;
    }
  }

  @Override
  public Table createTable(Identifier table, TableInfo declared)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    requireNamespace(table.namespace());
    refuseOtherFormat(declared.properties().get(PROP_PROVIDER));
    if (declared.partitions().length > 0) {
      throw unsupported(
          "table '"
              + table.name()
              + "' PARTITIONED BY "
              + Arrays.toString(declared.partitions())
              + "; records are spread over shards by their id, expected TBLPROPERTIES"
              + " ('shards' = '4') instead");
    }
    CollectionSpec spec =
        TableProperties.toSpec(table.name(), declared.schema(), declared.properties());
    try {
      Connections.to(initialized(connection)).createCollection(spec);
    } catch (VicinalException e) {
      if (e.code() == ErrorCode.COLLECTION_EXISTS) {
        throw new TableAlreadyExistsException(table);
      }
      throw e;
    }
    return load(table);
  }

  /** Refused: the schema and the properties of a collection are fixed when it is created. */
  @Override
  public Table alterTable(Identifier table, TableChange... changes) {
    throw unsupported(
        "ALTER TABLE "
            + table.name()
            + ": the schema of a collection is fixed when it is created; create another one and"
            + " INSERT INTO it what the first one holds");
  }

  @Override
  public boolean dropTable(Identifier table) {
    if (!isNamespace(table.namespace())) {
      return false;
    }
    try {
      Connections.to(initialized(connection)).dropCollection(table.name());
      return true;
    } catch (VicinalException e) {
      if (e.code() == ErrorCode.UNKNOWN_COLLECTION) {
        return false;
      }
      throw e;
    }
  }

  /** Refused: a collection keeps its name. */
  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw unsupported(
        "ALTER TABLE " + from.name() + " RENAME TO " + to.name() + ": a collection keeps its name");
  }

  @Override
  public String[][] listNamespaces() {
    return new String[][] {defaultNamespace()};
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    requireNamespace(namespace);
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return isNamespace(namespace);
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return Map.of(
        SupportsNamespaces.PROP_COMMENT, "the collections of " + initialized(connection).uri());
  }

  /** Refused: there is one namespace. */
  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw oneNamespace("CREATE NAMESPACE " + String.join(".", namespace));
  }

  /** Refused: there is one namespace. */
  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw oneNamespace("ALTER NAMESPACE " + String.join(".", namespace));
  }

  /** Refused: there is one namespace. */
  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw oneNamespace("DROP NAMESPACE " + String.join(".", namespace));
  }

  private Table load(Identifier table) {
    String shown = initialized(name) + "." + NAMESPACE + "." + table.name();
    return VicinalTable.load(shown, table.name(), initialized(connection), options);
  }

  private static boolean isNamespace(String[] namespace) {
    return namespace.length == 0 || (namespace.length == 1 && namespace[0].equals(NAMESPACE));
  }

  private static void requireNamespace(String[] namespace) throws NoSuchNamespaceException {
    if (!isNamespace(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
  }

  private static void refuseOtherFormat(@Nullable String format) {
    if (format != null && !format.equalsIgnoreCase(VicinalSource.NAME)) {
      throw unsupported("USING " + format + "; expected USING vicinal, or no such clause");
    }
  }

  private static UnsupportedOperationException oneNamespace(String what) {
    return unsupported(what + ": a node has the one namespace '" + NAMESPACE + "'");
  }

  private static UnsupportedOperationException unsupported(String message) {
    return new UnsupportedOperationException(message);
  }

  private static <T> T initialized(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the catalog is used before it was initialized");
    }
    return value;
  }
}
