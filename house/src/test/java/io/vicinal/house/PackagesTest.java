package io.vicinal.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The direction of dependencies between packages, and who may name what is not ours. */
class PackagesTest {
  private static final Reactor REACTOR = Reactor.read();

  /** Foreign packages, and the families of modules whose main classes may name them. */
  private static final Map<String, Set<String>> KEPT_TO =
      Map.ofEntries(
          Map.entry("jdk.incubator.vector", Set.of("simd", "benchmarks")),
          Map.entry("org.apache.ratis", Set.of("cluster")),
          Map.entry("org.apache.flink", Set.of("flink-connector", "examples", "benchmarks")),
          Map.entry("org.apache.spark", Set.of("spark-datasource", "examples", "benchmarks")),
          Map.entry("org.apache.kafka", Set.of("examples", "benchmarks")),
          Map.entry("io.javalin", Set.of("server")),
          Map.entry("picocli", Set.of("server", "examples", "benchmarks")),
          Map.entry("ai.onnxruntime", Set.of("embedding")),
          Map.entry("org.junit", Set.of("test-kit")),
          Map.entry("org.assertj", Set.of("test-kit")),
          Map.entry(
              "org.apache.arrow.flight",
              Set.of("client", "server", "spark-datasource", "flink-connector", "benchmarks")));

  /** What a module that has no network does not name. */
  private static final List<String> NETWORK =
      List.of(
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.URLConnection",
          "java.net.http",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.ServerSocketChannel",
          "javax.net",
          "io.grpc",
          "io.netty");

  private static final Set<String> WITHOUT_NETWORK =
      Set.of("api", "arrow", "core", "simd", "protocol", "embedding", "test-kit");

  /** Modules with a cycle of packages that stays, and why. */
  private static final Map<String, String> CYCLES =
      Map.of("api", "requests hold filters, and a filter is bound to a schema: one public api");

  /** With {@code -Dmaven.test.skip} the rules for tests passed, and had not read one. */
  @Test
  void findsWhatWasCompiled() {
    List<Path> missing = new ArrayList<>();
    for (HouseModule module : REACTOR.modules()) {
      if (Files.isDirectory(module.mainSources()) && !Files.isDirectory(module.mainClasses())) {
        missing.add(module.mainClasses());
      }
      if (Files.isDirectory(module.testSources()) && !Files.isDirectory(module.testClasses())) {
        missing.add(module.testClasses());
      }
    }
    assertThat(missing).as("compile the modules, with their tests").isEmpty();
  }

  @Test
  void keepsForeignNamesToTheModulesThatAreForThem() {
    List<String> offenders = new ArrayList<>();
    KEPT_TO.forEach(
        (foreign, families) ->
            Classes.others(REACTOR, families)
                .forEach(module -> offenders.addAll(naming(module, List.of(foreign)))));
    assertThat(offenders).isEmpty();
  }

  @Test
  void namesNoNetworkBelowTheClient() {
    List<String> offenders = new ArrayList<>();
    Classes.modules(REACTOR, WITHOUT_NETWORK)
        .forEach(module -> offenders.addAll(naming(module, NETWORK)));
    assertThat(offenders).isEmpty();
  }

  @Test
  void namesNothingButTheJdkInTheApi() {
    List<String> offenders = new ArrayList<>();
    for (HouseModule module : Classes.modules(REACTOR, Set.of("api"))) {
      offenders.addAll(naming(module, List.of("com", "org", "io.netty", "io.grpc")));
    }
    assertThat(offenders).filteredOn(each -> !each.contains("org.jspecify")).isEmpty();
  }

  @Test
  void namesRatisInOnePackage() {
    Set<String> packages = new TreeSet<>();
    for (HouseModule module : Classes.modules(REACTOR, Set.of("cluster"))) {
      dependencies(module)
          .filter(dependency -> isIn(dependency.target(), "org.apache.ratis"))
          .forEach(dependency -> packages.add(dependency.origin().getPackageName()));
    }
    assertThat(packages).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void hasNoPackageInTwoModules() {
    Map<String, Set<String>> owners = new TreeMap<>();
    for (HouseModule module : REACTOR.modules()) {
      for (JavaClass each : Classes.main(module)) {
        owners.computeIfAbsent(each.getPackageName(), p -> new TreeSet<>()).add(module.name());
      }
    }
    owners.values().removeIf(modules -> modules.size() == 1);

    assertThat(owners).as("packages of several modules").isEmpty();
  }

  @Test
  void hasNoCycleOfPackagesInAModule() {
    for (HouseModule module : REACTOR.modules()) {
      JavaClasses classes = Classes.main(module);
      if (classes.isEmpty() || CYCLES.containsKey(module.name())) {
        continue;
      }
      SlicesRuleDefinition.slices()
          .assignedFrom(new ByPackage())
          .should()
          .beFreeOfCycles()
          .as("packages of " + module.name() + " should be free of cycles")
          .check(classes);
    }
  }

  private record Dependency(JavaClass origin, JavaClass target) {}

  private static List<String> naming(HouseModule module, List<String> foreign) {
    return dependencies(module)
        .filter(each -> foreign.stream().anyMatch(name -> isIn(each.target(), name)))
        .map(each -> each.origin().getName() + " names " + each.target().getName())
        .distinct()
        .collect(Collectors.toList());
  }

  private static Stream<Dependency> dependencies(HouseModule module) {
    return Classes.main(module).stream()
        .flatMap(
            origin ->
                origin.getDirectDependenciesFromSelf().stream()
                    .map(
                        each ->
                            new Dependency(origin, each.getTargetClass().getBaseComponentType())));
  }

  /** Whether a class is the named one, inside it, or in the named package or below it. */
  private static boolean isIn(JavaClass target, String name) {
    return target.getName().equals(name)
        || target.getName().startsWith(name + ".")
        || target.getName().startsWith(name + "$");
  }

  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }
}
