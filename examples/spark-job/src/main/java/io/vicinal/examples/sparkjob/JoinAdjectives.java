package io.vicinal.examples.sparkjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that joins adjectives with a collection of nouns and reports as JSON. */
@Command(
    name = "join-adjectives",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Joins WordNet adjectives with a collection of nouns in Spark SQL: ten nearest neighbours"
            + " by the index, their recall by an exact scan, and some rows to look at.")
public final class JoinAdjectives implements Callable<Integer> {
  @Option(
      names = "--uri",
      defaultValue = "grpc://127.0.0.1:8741",
      paramLabel = "URI",
      description = "The Vicinal node.")
  private String uri = "";

  @Option(
      names = "--collection",
      defaultValue = "synsets",
      paramLabel = "NAME",
      description = "The collection of nouns.")
  private String collection = "";

  @Option(
      names = "--queries",
      defaultValue = "500",
      paramLabel = "N",
      description = "Adjectives, at equal distances in WordNet.")
  private int queries;

  @Option(
      names = "--deleted-ids",
      paramLabel = "FILE",
      description = "A producer's report, whose deleted_ids must not be found.")
  private @Nullable Path deletedIds;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the report there instead of to standard output.")
  private @Nullable Path report;

  private JoinAdjectives() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new JoinAdjectives()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Set<String> deleted = readDeletedIds();
    try (SparkSession spark = session()) {
      AdjectivesTable.create(spark, queries);
      String table = NearestNouns.CATALOG + ".`" + collection + "`";
      write(new NearestNouns(spark, table).report(deleted));
    }
    return CommandLine.ExitCode.OK;
  }

  private SparkSession session() {
    String catalog = "spark.sql.catalog." + NearestNouns.CATALOG;
    return SparkSession.builder()
        .appName("join adjectives")
        .master(System.getProperty("spark.master", "local[2]"))
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config(catalog, "io.vicinal.spark.VicinalCatalog")
        .config(catalog + ".uri", uri)
        .config("spark.sql.extensions", "io.vicinal.spark.VicinalSparkExtensions")
        .getOrCreate();
  }

  private Set<String> readDeletedIds() throws IOException {
    Set<String> ids = new HashSet<>();
    if (deletedIds != null) {
      JsonNode list = new ObjectMapper().readTree(Files.readAllBytes(deletedIds));
      list.path("deleted_ids").forEach(id -> ids.add(id.asText()));
    }
    return ids;
  }

  private void write(JoinReport result) throws IOException {
    String json = new ObjectMapper().writeValueAsString(result);
    if (report == null) {
      System.out.println(json);
    } else {
      Files.writeString(report, json);
    }
  }
}
