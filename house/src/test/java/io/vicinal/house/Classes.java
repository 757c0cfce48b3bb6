package io.vicinal.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the modules compiled, read once. */
final class Classes {
  private static final Map<String, JavaClasses> MAIN = new HashMap<>();

  private Classes() {}

  /** The classes of a module that are not tests; none if it has not been compiled. */
  static synchronized JavaClasses main(HouseModule module) {
    return MAIN.computeIfAbsent(
        module.name(),
        name ->
            new ClassFileImporter()
                .importPaths(
                    module.classes().stream().filter(module.mainClasses()::equals).toList()));
  }

  /** The classes of a module with its tests. */
  static JavaClasses all(HouseModule module) {
    return new ClassFileImporter().importPaths(module.classes());
  }

  /** The modules of these families. */
  static List<HouseModule> modules(Reactor reactor, Collection<String> families) {
    return reactor.modules().stream().filter(m -> families.contains(m.family())).toList();
  }

  /** The modules of other families than these. */
  static Stream<HouseModule> others(Reactor reactor, Collection<String> families) {
    return reactor.modules().stream().filter(m -> !families.contains(m.family()));
  }
}
