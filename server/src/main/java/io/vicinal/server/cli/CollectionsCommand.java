package io.vicinal.server.cli;

import io.vicinal.api.AttributeType;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.CollectionDocument.VectorDocument;
import io.vicinal.protocol.CollectionList;
import io.vicinal.protocol.CollectionReference;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.TypeNames;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at the collections of a running node, makes and removes them. */
@Command(
    name = "collections",
    description = "Lists, describes, creates and drops collections of a running node.",
    mixinStandardHelpOptions = true,
    versionProvider = Vicinal.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vicinal collections create books --vector summary:384:cosine --attribute title:string",
      "  vicinal collections list",
      "  vicinal collections describe books --node http://127.0.0.1:8740"
    },
    subcommands = {
      CollectionsCommand.ListAll.class,
      CollectionsCommand.Describe.class,
      CollectionsCommand.Create.class,
      CollectionsCommand.Drop.class
    })
final class CollectionsCommand implements Runnable {
  private static final String COLLECTIONS = "/v1/collections";

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command; expected list, describe, create or drop");
  }

  private static String path(String name) {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "collection name '" + name + "'; expected letters, digits, '_' or '-'");
    }
    return COLLECTIONS + "/" + name;
  }

  /** Which node is asked, and where its answer goes. */
  static final class Target {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private CommandSpec spec;

    @Option(
        names = "--node",
        paramLabel = "URI",
        defaultValue = "http://127.0.0.1:8740",
        description = "The node's REST address. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private String node;

    NodeClient client() {
      return usage(() -> NodeClient.of(node));
    }

    /** What the command line says: an error of it is one of usage, whoever finds it. */
    <T> T usage(Supplier<T> flags) {
      try {
        return flags.get();
      } catch (VicinalException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }

    String path(String name) {
      return usage(() -> CollectionsCommand.path(name));
    }

    void print(List<String> lines) {
      PrintWriter out = spec.commandLine().getOut();
      lines.forEach(out::println);
      out.flush();
    }
  }

  /** Names them. */
  @Command(
      name = "list",
      description = "Names the collections, one a line.",
      mixinStandardHelpOptions = true,
      versionProvider = Vicinal.Version.class,
      footerHeading = "%nExample:%n",
      footer = "  vicinal collections list")
  static final class ListAll implements Runnable {
    @Mixin private final Target target = new Target();

    @Override
    public void run() {
      target.print(target.client().get(COLLECTIONS, CollectionList.class).collections());
    }
  }

  /** Shows one. */
  @Command(
      name = "describe",
      description = "Shows what a collection was created from and its counts, as JSON.",
      mixinStandardHelpOptions = true,
      versionProvider = Vicinal.Version.class,
      footerHeading = "%nExample:%n",
      footer = "  vicinal collections describe books")
  static final class Describe implements Runnable {
    @Mixin private final Target target = new Target();

    @Parameters(paramLabel = "NAME", description = "The collection.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private String name;

    @Override
    public void run() {
      CollectionDescription answer =
          target.client().get(target.path(name), CollectionDescription.class);
      target.print(List.of(Json.writeTree(answer).toPrettyString()));
    }
  }

  /** Makes one. */
  @Command(
      name = "create",
      description = "Creates an empty collection.",
      mixinStandardHelpOptions = true,
      versionProvider = Vicinal.Version.class,
      footerHeading = "%nExample:%n",
      footer = {
        "  vicinal collections create books --vector summary:384:cosine \\",
        "      --attribute title:string --attribute year:int32"
      })
  static final class Create implements Runnable {
    @Mixin private final Target target = new Target();

    @Parameters(paramLabel = "NAME", description = "The new collection.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private String name;

    @Option(
        names = "--vector",
        required = true,
        paramLabel = "FIELD:DIMENSION:METRIC",
        description = "A vector field; metrics are cosine, euclidean, dot and manhattan.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private List<String> vectors;

    @Option(
        names = "--attribute",
        paramLabel = "FIELD:TYPE",
        description = "An attribute, as in title:string or tags:list<string>.")
    private List<String> attributes = List.of();

    @Option(
        names = "--id",
        paramLabel = "TYPE",
        defaultValue = "int64",
        description = "The type of the key: int64 or string. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private String idType;

    @Option(
        names = "--shards",
        paramLabel = "N",
        defaultValue = "1",
        description = "Parts that records are spread over, fixed for ever. Default: 1.")
    private int shards;

    @Override
    public void run() {
      CollectionDocument document = target.usage(this::document);
      target.client().post(COLLECTIONS, document, CollectionDescription.class);
      target.print(List.of("created " + name));
    }

    private CollectionDocument document() {
      Map<String, VectorDocument> fields = new LinkedHashMap<>();
      vectors.forEach(text -> addVector(text, fields));
      Map<String, AttributeType> types = new LinkedHashMap<>();
      attributes.forEach(text -> addAttribute(text, types));
      CollectionDocument document =
          new CollectionDocument(
              name,
              shards,
              type("--id", idType, () -> TypeNames.parse(IdType.class, idType)),
              fields,
              null,
              types);
      // The node checks ranges too, but what it refuses is not told from other refusals.
      document.toSpec();
      return document;
    }

    private static void addVector(String text, Map<String, VectorDocument> fields) {
      String[] parts = text.split(":", -1);
      if (parts.length != 3 || !parts[1].matches("\\d{1,9}")) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "flag --vector " + text + "; expected FIELD:DIMENSION:METRIC, as in v:384:cosine");
      }
      Metric metric = type("--vector", text, () -> TypeNames.parse(Metric.class, parts[2]));
      VectorDocument field = VectorDocument.of(Integer.parseInt(parts[1]), metric);
      requireNew("--vector", parts[0], fields.put(parts[0], field));
    }

    private static void addAttribute(String text, Map<String, AttributeType> types) {
      int colon = text.indexOf(':');
      if (colon < 1) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "flag --attribute " + text + "; expected FIELD:TYPE, as in title:string");
      }
      String field = text.substring(0, colon);
      AttributeType type =
          type("--attribute", text, () -> TypeNames.attributeType(text.substring(colon + 1)));
      requireNew("--attribute", field, types.put(field, type));
    }

    private static <T> T type(String flag, String text, Supplier<T> named) {
      try {
        return named.get();
      } catch (VicinalException e) {
        throw new VicinalException(
            e.code(), "flag " + flag + " " + text + ": " + e.getMessage(), e);
      }
    }

    private static void requireNew(String flag, String field, @Nullable Object former) {
      if (former != null) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "flag " + flag + " has field '" + field + "' twice; expected each field once");
      }
    }
  }

  /** Removes one. */
  @Command(
      name = "drop",
      description = "Removes a collection and its records for ever.",
      mixinStandardHelpOptions = true,
      versionProvider = Vicinal.Version.class,
      footerHeading = "%nExample:%n",
      footer = "  vicinal collections drop books --yes")
  static final class Drop implements Runnable {
    @Mixin private final Target target = new Target();

    @Parameters(paramLabel = "NAME", description = "The collection.")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the command runs.
    private String name;

    @Option(names = "--yes", description = "Confirm: there is no way back.")
    private boolean confirmed;

    @Override
    public void run() {
      NodeClient client = target.client();
      if (!confirmed) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "dropping '"
                + name
                + "' removes "
                + recordsOf(client)
                + " for ever; confirm with --yes");
      }
      client.delete(target.path(name), CollectionReference.class);
      target.print(List.of("dropped " + name));
    }

    /** A collection that is damaged cannot be described; it can be dropped all the same. */
    private String recordsOf(NodeClient client) {
      try {
        return client.get(target.path(name), CollectionDescription.class).statistics().records()
            + " records";
      } catch (VicinalException e) {
        if (ExitCodes.of(e.code()) != ExitCodes.DAMAGED) {
          throw e;
        }
        return "its records, which cannot be read (" + e.getMessage() + "),";
      }
    }
  }
}
