package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a JVM finds its classes. */
final class ClassPath {
  private static final String FILE = "classpath.txt";

  private final List<String> entries;

  private ClassPath(List<String> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * The classes of a built Maven module and what its build wrote to {@code target/classpath.txt}.
   *
   * @throws VicinalException {@code INVALID_CONFIGURATION} if the module is not built
   */
  static ClassPath ofModule(Path module) {
    Path target = module.toAbsolutePath().resolve("target");
    Path file = target.resolve(FILE);
    try {
      List<String> entries = new ArrayList<>();
      entries.add(target.resolve("classes").toString());
      entries.addAll(split(Files.readString(file).strip()));
      return new ClassPath(entries);
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "file " + file + ": expected it from a build of module " + module + ", but: " + e,
          e);
    }
  }

  /**
   * The jar of a packaged Maven module and those in its {@code target/lib}.
   *
   * @throws VicinalException {@code INVALID_CONFIGURATION} if the module is not packaged
   */
  static ClassPath ofApplication(Path module) {
    Path target = module.toAbsolutePath().resolve("target");
    Path libraries = target.resolve("lib");
    if (!Files.isDirectory(libraries)) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "directory " + libraries + ": expected it from packaging module " + module);
    }
    return new ClassPath(List.of(target + "/*", libraries + "/*"));
  }

  /** The class path of this process. */
  static ClassPath ofThisProcess() {
    return new ClassPath(split(System.getProperty("java.class.path", "")));
  }

  /** This class path followed by the place that {@code type} was loaded from. */
  ClassPath with(Class<?> type) {
    try {
      List<String> extended = new ArrayList<>(entries);
      extended.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      return new ClassPath(extended);
    } catch (URISyntaxException e) {
      throw new VicinalException(ErrorCode.INTERNAL, "place of " + type + " is no path: " + e, e);
    }
  }

  /** As the {@code -cp} flag takes it. */
  @Override
  public String toString() {
    return String.join(File.pathSeparator, entries);
  }

  private static List<String> split(String path) {
    return path.isEmpty() ? List.of() : List.of(path.split(File.pathSeparator));
  }
}
