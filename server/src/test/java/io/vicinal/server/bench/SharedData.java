package io.vicinal.server.bench;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data sets that are too large for the repository, in {@code shared/data} beside or above it. */
final class SharedData {
  private SharedData() {}

  /** A folder of data; the test is skipped where there is none. */
  static Path require(String name) {
    Path found = Path.of("").toAbsolutePath();
    while (found.getParent() != null && !Files.isDirectory(data(found, name))) {
      found = found.getParent();
    }
    assumeThat(Files.isDirectory(data(found, name)))
        .as(
            "skipped: there is no shared/data/%s in or above %s",
            name, Path.of("").toAbsolutePath())
        .isTrue();
    return data(found, name);
  }

  private static Path data(Path folder, String name) {
    return folder.resolve("shared").resolve("data").resolve(name);
  }
}
