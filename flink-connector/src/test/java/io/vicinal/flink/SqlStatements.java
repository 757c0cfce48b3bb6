package io.vicinal.flink;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Runs its arguments as SQL statements, as the SQL client does, which the wheels lack a part of.
 */
public final class SqlStatements {
  private SqlStatements() {}

  /** Runs the statements one after the other; jobs go on without it. */
  public static void main(String[] statements) {
    TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    for (String statement : statements) {
      sql.executeSql(statement);
    }
  }
}
