package io.vicinal.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module.
 *
 * @param name its path below the root, as in {@code examples/wordnet}
 */
record HouseModule(String name, Path directory, Pom pom) {
  Path mainSources() {
    return directory.resolve("src/main/java");
  }

  Path testSources() {
    return directory.resolve("src/test/java");
  }

  Path mainClasses() {
    return directory.resolve("target/classes");
  }

  Path testClasses() {
    return directory.resolve("target/test-classes");
  }

  /** The directories of compiled classes that there are. */
  List<Path> classes() {
    return Stream.of(mainClasses(), testClasses()).filter(Files::isDirectory).toList();
  }

  /** The first directory of the name: {@code examples} for all examples. */
  String family() {
    return Path.of(name).getName(0).toString();
  }
}
