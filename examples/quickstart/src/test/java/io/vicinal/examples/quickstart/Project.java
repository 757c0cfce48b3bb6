package io.vicinal.examples.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The checkout that a test runs in. */
final class Project {
  private Project() {}

  /** The root: the folder that holds the launcher. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("bin/quickstart"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder above with bin/quickstart");
    }
    return folder;
  }
}
