package io.vicinal.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may use whom, and where versions are. */
class ModulesTest {
  private static final Reactor REACTOR = Reactor.read();

  /** The last modules of the reactor; nothing uses them, and they may use everything. */
  private static final Set<String> AT_THE_TOP = Set.of("examples", "benchmarks", "house");

  /** Our modules that a module may use outside of tests. What is not drawn is forbidden. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("api", Set.of()),
          Map.entry("test-kit", Set.of("api")),
          Map.entry("arrow", Set.of("api")),
          Map.entry("embedding", Set.of("api")),
          Map.entry("core", Set.of("api", "arrow")),
          Map.entry("simd", Set.of("api", "arrow", "core")),
          Map.entry("protocol", Set.of("api", "arrow")),
          Map.entry("client", Set.of("api", "arrow", "protocol")),
          Map.entry("cluster", Set.of("api", "arrow", "core")),
          Map.entry(
              "server", Set.of("api", "arrow", "core", "simd", "protocol", "cluster", "embedding")),
          Map.entry(
              "flink-connector", Set.of("api", "arrow", "core", "protocol", "client", "embedding")),
          Map.entry(
              "spark-datasource",
              Set.of("api", "arrow", "core", "protocol", "client", "embedding")));

  @Test
  void usesOnlyWhatIsDrawn() {
    List<String> offenders = new ArrayList<>();
    for (HouseModule module : REACTOR.modules()) {
      Set<String> allowed = allowed(module);
      for (Pom.Dependency dependency : module.pom().dependencies()) {
        if (dependency.isForTests() || !REACTOR.artifacts().contains(dependency.artifact())) {
          continue;
        }
        String used = moduleOf(dependency.artifact()).family();
        if (!allowed.contains(used)) {
          offenders.add(module.name() + " uses " + used + "; it may use " + new TreeSet<>(allowed));
        }
      }
    }
    assertThat(offenders).isEmpty();
  }

  @Test
  void usesTheTestKitInTestsOnly() {
    assertThat(REACTOR.modules())
        .allSatisfy(
            module ->
                assertThat(module.pom().dependencies())
                    .as(module.name())
                    .filteredOn(dependency -> dependency.artifact().equals("vicinal-test-kit"))
                    .allMatch(Pom.Dependency::isForTests));
  }

  @Test
  void drawsEveryModule() {
    Set<String> families =
        REACTOR.modules().stream().map(HouseModule::family).collect(Collectors.toSet());
    families.removeAll(AT_THE_TOP);
    families.removeAll(MAY_USE.keySet());

    assertThat(families).as("modules without a line in MAY_USE").isEmpty();
  }

  @Test
  void namesVersionsInTheParentOnly() {
    List<String> offenders = new ArrayList<>();
    for (HouseModule module : REACTOR.modules()) {
      module
          .pom()
          .versions()
          .forEach(version -> offenders.add(module.name() + "/pom.xml names " + version));
    }
    assertThat(offenders).as("versions belong to the parent pom").isEmpty();
  }

  @Test
  void describesEveryModuleInTheArchitecture() {
    Pattern row = Pattern.compile("^\\| `([a-z/-]+)` \\|.*", Pattern.MULTILINE);
    Matcher rows = row.matcher(architecture());
    Set<String> described = new TreeSet<>();
    while (rows.find()) {
      described.add(rows.group(1));
    }
    Set<String> modules = new TreeSet<>();
    REACTOR.modules().forEach(module -> modules.add(module.family()));

    assertThat(described).as("the table in ARCHITECTURE.md").isEqualTo(modules);
  }

  private static Set<String> allowed(HouseModule module) {
    if (AT_THE_TOP.contains(module.family())) {
      Set<String> all =
          REACTOR.modules().stream().map(HouseModule::family).collect(Collectors.toSet());
      all.remove("test-kit");
      all.remove("house");
      return all;
    }
    return MAY_USE.getOrDefault(module.family(), Set.of());
  }

  private static HouseModule moduleOf(String artifact) {
    return REACTOR.modules().stream()
        .filter(module -> module.pom().artifact().equals(artifact))
        .findFirst()
        .orElseThrow();
  }

  private static String architecture() {
    try {
      return Files.readString(REACTOR.root().resolve("ARCHITECTURE.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
