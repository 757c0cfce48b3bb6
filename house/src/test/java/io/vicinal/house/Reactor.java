package io.vicinal.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The modules of the project, found by walking the lists in its poms. */
record Reactor(Path root, List<HouseModule> modules) {

  /** The project that the working directory belongs to. */
  static Reactor read() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
      if (root == null) {
        throw new IllegalStateException("no directory above this one has a mvnw");
      }
    }
    List<HouseModule> modules = new ArrayList<>();
    collect(root, root, modules);
    return new Reactor(root, List.copyOf(modules));
  }

  /** Our artifacts. */
  Set<String> artifacts() {
    return modules.stream().map(module -> module.pom().artifact()).collect(Collectors.toSet());
  }

  private static void collect(Path root, Path directory, List<HouseModule> modules) {
    Pom pom = Pom.read(directory.resolve("pom.xml"));
    if (!directory.equals(root)) {
      modules.add(new HouseModule(root.relativize(directory).toString(), directory, pom));
    }
    pom.modules().forEach(name -> collect(root, directory.resolve(name), modules));
  }
}
