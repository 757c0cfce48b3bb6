package io.vicinal.core.catalog;

import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vicinal.api.ErrorCode;
import io.vicinal.core.DatabaseOptions;
import io.vicinal.core.EmbeddedDatabase;
import io.vicinal.core.io.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  private Path path;

  @BeforeEach
  void create(@TempDir Path temporary) {
    path = temporary;
  }

  /** It became a data directory, and its files that end with .tmp were deleted. */
  @Test
  void refusesADirectoryWithFilesOfOthersAndLeavesItAlone() throws IOException {
    for (String name : new String[] {"c.txt", "draft.tmp", "a.txt", ".profile"}) {
      Files.createFile(path.resolve(name));
    }
    Files.createDirectory(path.resolve("b"));

    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT),
        "directory " + path + " holds 'a.txt', 'b', 'c.txt' and 1 more, and ",
        "; expected an empty or absent directory, or one that Vicinal made");

    try (Stream<Path> names = Files.list(path)) {
      assertThat(names.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("a.txt", "b", "c.txt", "draft.tmp", ".profile");
    }
  }

  /** Other programs keep a lock of that name, too. */
  @Test
  void isNotConvincedByALockBesideFilesOfOthers() throws IOException {
    Files.createFile(path.resolve("LOCK"));
    Files.createFile(path.resolve("MANIFEST-000001"));

    assertRefused(
        ErrorCode.INVALID_ARGUMENT, this::requireOwn, "holds 'MANIFEST-000001', and nothing says");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCK", "node.json.tmp", "catalog.json.tmp", ".DS_Store"})
  void takesWhatACrashOrADesktopLeaves(String name) throws IOException {
    Files.createFile(path.resolve(name));
    Files.createDirectory(path.resolve("lost+found"));

    EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT).close();
    EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"node.json", "catalog.json"})
  void takesADirectoryWithAMarkWhateverElseIsThere(String mark) throws IOException {
    Files.createFile(path.resolve(mark));
    Files.createFile(path.resolve("notes.txt"));

    assertThatCode(this::requireOwn).doesNotThrowAnyException();
  }

  @Test
  void leavesItToTheCatalogToMissItself() throws IOException {
    Files.createDirectory(path.resolve("collection-1"));

    assertRefused(
        ErrorCode.DAMAGED_FILE,
        () -> EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT),
        "catalog.json",
        "a catalog that names collection-1");
  }

  private void requireOwn() {
    DataDirectory.requireOwn(FileSystemDirectory.open(path));
  }
}
