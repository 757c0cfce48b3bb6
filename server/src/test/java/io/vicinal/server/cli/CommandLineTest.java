package io.vicinal.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.vicinal.server.TestNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {
  private final Path folder;

  CommandLineTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * What a command did.
   *
   * @param code its exit code
   * @param out its output
   * @param err its errors
   */
  private record Outcome(int code, String out, String err) {}

  @ParameterizedTest
  @MethodSource("commands")
  void explainsEachCommandWithAnExample(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.remove(0);
    words.add("--help");

    Outcome help = run(words.toArray(String[]::new));

    assertThat(help.code()).isEqualTo(ExitCodes.OK);
    assertThat(help.out()).startsWith("Usage: " + command).contains("Example");
    assertThat(help.out().lines().filter(line -> line.startsWith("  vicinal "))).isNotEmpty();
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
  }

  static Stream<String> commands() {
    return names(Vicinal.commandLine());
  }

  private static Stream<String> names(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName()),
        command.getSubcommands().values().stream().flatMap(CommandLineTest::names));
  }

  @Test
  void saysWhichReleaseItIs() {
    assertThat(run("--version").out()).matches("vicinal \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @Test
  void refusesUnknownCommandsAndFlagsWithTheNearest() {
    assertUsage(run("serve"), "unknown command 'serve'; did you mean 'server'?", "vicinal");
    assertUsage(
        run("server", "--prot", "1"),
        "unknown option '--prot'; did you mean '--port'?",
        "vicinal server");
    assertUsage(
        run("collections", "drop", "c", "--nod=http://127.0.0.1"),
        "unknown option '--nod'; did you mean '--node'?",
        "vicinal collections drop");
    assertUsage(
        run("config", "check", "x"),
        "unknown argument 'x'; expected no more",
        "vicinal config check");
    assertUsage(run(), "vicinal: no command; expected one of help, server, config,", "vicinal");
    assertUsage(run("collections"), "vicinal: no command; expected list,", "vicinal collections");
  }

  /** The help of the root was shown, as if nothing were wrong. */
  @Test
  void refusesUnknownCommandsAlsoWhereHelpIsAskedFor() {
    assertUsage(run("nosuch", "--help"), "'nosuch'", "vicinal");
    assertUsage(run("--help", "nosuch"), "'nosuch'", "vicinal");
    assertUsage(run("collections", "nosuch", "--help"), "'nosuch'", "vicinal collections");
    assertUsage(
        run("help", "bench", "nosuch"),
        "unknown command 'nosuch'; did you mean 'ann'?",
        "vicinal bench");
    assertUsage(
        run("help", "server", "now"), "unknown argument 'now'; expected no more", "vicinal server");
  }

  /** It was that of {@code bench}. */
  @Test
  void helpsWithCommandsBelowCommands() {
    assertThat(run("help", "bench", "ann")).isEqualTo(run("bench", "ann", "--help"));
    assertThat(run("help", "collections")).isEqualTo(run("collections", "--help"));
    assertThat(run("help")).isEqualTo(run("--help"));
  }

  @Test
  void checksAConfiguration() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), "rest:\n  port: 9000\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "rest:\n  prot: 9000\n");

    assertThat(run("config", "check", "--config", good.toString()).out())
        .isEqualTo("the configuration is good" + System.lineSeparator());
    assertThat(run("config", "check", "--config", bad.toString()))
        .isEqualTo(
            new Outcome(
                ExitCodes.CONFIGURATION,
                "",
                "vicinal: line 2 of "
                    + bad
                    + ": rest.prot is no option; did you mean 'rest.port'?"
                    + System.lineSeparator()));
    assertThat(run("config", "check", "--set", "log.level=loud").err())
        .contains("flag --set: log.level is 'loud'; expected error or warn");
    assertThat(run("config", "check", "--set", "loud").err()).contains("expected KEY=VALUE");
    assertThat(run("config", "check", "--port", "x").err()).contains("flag --port: rest.port is");
    assertThat(run("config", "check", "--config", folder.resolve("no.yaml").toString()).err())
        .contains("no such file");
  }

  @Test
  void printsWhatWasSetAndWhatIsInEffect() throws IOException {
    Path file = Files.writeString(folder.resolve("node.yaml"), "log:\n  format: ecs\n");

    Outcome set = run("config", "print", "--config", file.toString(), "--port", "0");
    Outcome all = run("config", "print", "--effective", "--config", file.toString());

    assertThat(set.out().lines())
        .containsExactly("rest.port: 0  # flag --port", "log.format: ecs  # line 2 of " + file);
    assertThat(all.out().lines())
        .contains("flight.port: 8741  # default", "log.format: ecs  # line 2 of " + file);
  }

  @Test
  void endsWithACodeAndOneLineWhenANodeCannotStart() throws IOException {
    Files.writeString(folder.resolve("file"), "not a directory");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome port =
          run(
              "server",
              "--data",
              folder.resolve("data").toString(),
              "--port",
              Integer.toString(taken.getLocalPort()),
              "--set",
              "log.level=error");

      assertThat(port.code()).isEqualTo(ExitCodes.ADDRESS_IN_USE);
      assertThat(port.err().lines()).hasSize(1);
      assertThat(port.err())
          .contains("127.0.0.1:" + taken.getLocalPort() + ": ", "with --port (rest.port)");
    }
    Outcome file =
        run("server", "--data", folder.resolve("file").toString(), "--port", "0", "--verbose");
    assertThat(file.code()).isNotEqualTo(ExitCodes.OK);
    assertThat(file.err())
        .contains(folder.resolve("file") + ": a file; expected a directory", "\tat io.vicinal");
  }

  @Test
  void checksADirectory() throws IOException {
    Path data = folder.resolve("data");
    try (TestNode node = TestNode.start(data)) {
      run("collections", "create", "books", "--node=" + node.node().restUri(), "--vector=v:3:dot");
      Outcome used = run("check", data.toString());
      assertThat(used.code()).isEqualTo(3);
      assertThat(used.err()).contains("in use by process");
    }
    Outcome sound = run("check", data.toString());
    assertThat(sound.code()).as(sound.out() + sound.err()).isZero();
    assertThat(sound.out()).contains("collection 'books': 0 rows, 0 live, sound", "sound: 1 coll");
    assertThat(run("check", "--json", data.toString()).out()).contains("\"sound\" : true");
    TestNode.damageFirstCollection(data);
    Outcome damaged = run("check", data.toString());
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.out())
        .contains("shard-0/manifest-1.json: at offset 0: expected", "damaged: 1 problem");
    assertThat(run("check", "--json", data.toString()).out())
        .contains("\"severity\" : \"problem\"", "\"sound\" : false");
    assertThat(run("check", folder.resolve("none").toString()).code()).isEqualTo(3);
    assertThat(run("check").code()).isEqualTo(2);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /** A file that the system opens and does not read, as on a failing disk. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void tellsACheckThatCouldNotReadEverythingFromOneThatFoundDamage() throws IOException {
    Path data = folder.resolve("data");
    try (TestNode node = TestNode.start(data)) {
      run("collections", "create", "books", "--node=" + node.node().restUri(), "--vector=v:3:dot");
    }
    try (Stream<Path> tree = Files.walk(data)) {
      for (Path file : tree.filter(each -> each.endsWith("raft-meta")).toList()) {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
      }
    }
    Outcome lines = run("check", data.toString());
    assertThat(lines.code()).as(lines.out()).isEqualTo(4);
    assertThat(lines.out())
        .contains("could not be checked: cannot read ", "not checked to the end");
    Outcome document = run("check", "--json", data.toString());
    assertThat(document.code()).isEqualTo(4);
    assertThat(document.out())
        .contains("\"severity\" : \"unchecked\"", "\"sound\" : false", "\"unchecked\" : 2");
    TestNode.damageFirstCollection(data);
    assertThat(run("check", data.toString()).code()).isEqualTo(1);
  }

  @Test
  void createsListsDescribesAndDropsCollectionsOfANode() {
    try (TestNode node = TestNode.start(folder.resolve("data"))) {
      String flag = "--node=" + node.node().restUri();

      assertThat(
              run(
                  "collections",
                  "create",
                  "books",
                  flag,
                  "--id=string",
                  "--vector=summary:3:dot",
                  "--attribute=title:string",
                  "--attribute=tags:list<int32>"))
          .isEqualTo(new Outcome(ExitCodes.OK, "created books" + System.lineSeparator(), ""));
      assertThat(run("collections", "list", flag).out())
          .isEqualTo("books" + System.lineSeparator());
      assertThat(run("collections", "describe", "books", flag).out())
          .contains("\"tags\" : \"list<int32>\"")
          .contains("\"id\" : \"string\"")
          .contains("\"records\" : 0");
      assertThat(run("collections", "describe", "book", flag).err())
          .startsWith("vicinal: no collection 'book'; the collections are [books]");
      assertThat(run("collections", "drop", "books", flag).err()).contains("confirm with --yes");
      assertThat(run("collections", "drop", "books", flag, "--yes").code()).isZero();
      assertThat(run("collections", "list", flag).out()).isEmpty();
    }
  }

  /** It asked for the number of records first, which failed. */
  @Test
  void dropsADamagedCollection() throws IOException {
    Path data = folder.resolve("data");
    try (TestNode node = TestNode.start(data)) {
      run("collections", "create", "books", "--node=" + node.node().restUri(), "--vector=v:3:dot");
    }
    TestNode.damageFirstCollection(data);
    try (TestNode node = TestNode.start(data)) {
      String flag = "--node=" + node.node().restUri();

      assertThat(run("collections", "drop", "books", flag).err())
          .contains("dropping 'books' removes its records, which cannot be read (", "--yes");
      assertThat(run("collections", "drop", "books", flag, "--yes"))
          .isEqualTo(new Outcome(ExitCodes.OK, "dropped books" + System.lineSeparator(), ""));
      assertThat(run("collections", "drop", "books", flag).err())
          .startsWith("vicinal: no collection 'books'");
    }
  }

  @Test
  void refusesWrongDescriptionsOfCollectionsAndAddressesWithoutANode() throws IOException {
    assertNotCreated("flag --vector v:x:dot; expected FIELD:DIMENSION:METRIC", "--vector=v:x:dot");
    assertNotCreated("flag --vector v:1:l2: 'l2'; expected one of 'euclidean'", "--vector=v:1:l2");
    assertNotCreated("vector field 'v' has dimension 0; expected 1..", "--vector=v:0:dot");
    assertNotCreated(
        "flag --attribute a; expected FIELD:TYPE", "--vector=v:1:dot", "--attribute=a");
    assertNotCreated(
        "flag --attribute a:text: 'text'; expected", "--vector=v:1:dot", "--attribute=a:text");
    assertNotCreated(
        "flag --id uuid: 'uuid'; expected one of 'int64'", "--vector=v:1:dot", "--id=uuid");
    assertNotCreated(
        "flag --vector has field 'v' twice; expected each field once",
        "--vector=v:1:dot",
        "--vector=v:2:dot");
    assertNotCreated(
        "flag --attribute has field 'a' twice",
        "--vector=v:1:dot",
        "--attribute=a:string",
        "--attribute=a:int32");
    assertUsage(
        run("collections", "list", "--node=grpc://x"),
        "node 'grpc://x'; expected an address such as http://127.0.0.1:8740",
        "vicinal collections list");
    assertUsage(
        run("collections", "describe", "../x"),
        "collection name '../x'; expected letters",
        "vicinal collections describe");
    assertThat(run("collections", "list", "--node=http://127.0.0.1:" + freePort()))
        .satisfies(o -> assertThat(o.code()).isEqualTo(ExitCodes.UNAVAILABLE))
        .satisfies(o -> assertThat(o.err()).contains("nothing answers at"));
  }

  private static void assertNotCreated(String error, String... flags) {
    List<String> words = new ArrayList<>(List.of("collections", "create", "b"));
    words.addAll(List.of(flags));
    assertUsage(run(words.toArray(String[]::new)), error, "vicinal collections create");
  }

  /** One line with what is wrong, and one with the command that has the help. */
  private static void assertUsage(Outcome outcome, String error, String command) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .hasSize(2)
        .first(STRING)
        .startsWith("vicinal: ")
        .contains(error);
    assertThat(outcome.err()).endsWith("See " + command + " --help" + System.lineSeparator());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Vicinal.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }
}
