package io.vicinal.spark;

import io.vicinal.client.RemoteDatabase;
import io.vicinal.server.Node;
import io.vicinal.server.config.LogFormat;
import io.vicinal.server.config.LogLevel;
import io.vicinal.server.config.NodeConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A node and a Spark session whose catalog {@code vec} is that node. Started once for all tests of
 * a run, which use collections of their own.
 */
final class SparkFixture implements AutoCloseable {
  private final Path directory;
  private final Node node;
  private final SparkSession session;

  private SparkFixture() {
    try {
      directory = Files.createTempDirectory("vicinal-spark-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node = Node.start(configuration(directory.resolve("data")));
    session =
        SparkSession.builder()
            .master("local[2]")
            .appName("vicinal tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .config("spark.sql.planChangeValidation", "true")
            .config("spark.sql.catalog.vec", VicinalCatalog.class.getName())
            .config("spark.sql.catalog.vec.uri", node.flightUri())
            .getOrCreate();
  }

  /** Of a node on free ports. */
  static NodeConfiguration configuration(Path data) {
    return new NodeConfiguration(
        data,
        new NodeConfiguration.Rest("127.0.0.1", 0, 1 << 20, 1000),
        new NodeConfiguration.Flight("127.0.0.1", 0),
        new NodeConfiguration.Log(LogFormat.TEXT, LogLevel.INFO),
        new NodeConfiguration.Shutdown(Duration.ZERO, Duration.ofSeconds(10)));
  }

  SparkSession session() {
    return session;
  }

  String uri() {
    return node.flightUri();
  }

  RemoteDatabase database() {
    return Connections.to(new ConnectionSettings(node.flightUri(), null, 30));
  }

  Dataset<Row> sql(String text) {
    return session.sql(text);
  }

  List<Row> rows(String text) {
    return session.sql(text).collectAsList();
  }

  /** The physical plan of a query. */
  String plan(String text) {
    return plan(session.sql(text));
  }

  static String plan(Dataset<Row> query) {
    return query.queryExecution().explainString(ExplainMode.fromString("extended"));
  }

  @Override
  public void close() {
    session.stop();
    node.close();
  }

  /** Gives tests the fixture. */
  static final class Extension implements ParameterResolver {
    private static final ExtensionContext.Namespace SPACE =
        ExtensionContext.Namespace.create(SparkFixture.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SparkFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(SPACE)
          .getOrComputeIfAbsent(SparkFixture.class, type -> new SparkFixture(), SparkFixture.class);
    }
  }
}
