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
        ErrorCode.INVALID_ARGUMENT,
        () -> require(DataDirectory.NODE),
        "holds 'MANIFEST-000001', and nothing says");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCK", "node.json.tmp", "catalog.json.tmp", ".DS_Store"})
  void takesWhatACrashOrADesktopLeaves(String name) throws IOException {
    Files.createFile(path.resolve(name));
    Files.createDirectory(path.resolve("lost+found"));

    EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT).close();
    EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT).close();
  }

  @Test
  void takesADirectoryOfItsKindWhateverElseIsThere() throws IOException {
    Files.createFile(path.resolve("catalog.json"));
    Files.createFile(path.resolve("notes.txt"));

    assertThatCode(() -> require(DataDirectory.EMBEDDED)).doesNotThrowAnyException();
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> require(DataDirectory.NODE),
        "is that of an embedded database; expected that of a node");
  }

  /** An embedded database read the catalog, found no files of its own, and was empty. */
  @ParameterizedTest
  @ValueSource(strings = {"node.json", "raft"})
  void tellsANodeByItsFileAndByItsLogs(String mark) throws IOException {
    if (mark.equals("raft")) {
      Files.createDirectory(path.resolve(mark));
    } else {
      Files.createFile(path.resolve(mark));
    }
    Files.createFile(path.resolve("catalog.json"));

    assertThatCode(() -> require(DataDirectory.NODE)).doesNotThrowAnyException();
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT),
        "directory " + path + " is that of a node; expected that of an embedded database");
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

  private void require(DataDirectory kind) {
    kind.require(FileSystemDirectory.open(path));
  }
}
