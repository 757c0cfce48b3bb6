package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.ErrorCode;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.check.CheckOutput;
import io.vicinal.core.check.CheckSummary;
import io.vicinal.core.check.CheckedPart;
import io.vicinal.core.check.Examination;
import io.vicinal.core.check.Finding;
import io.vicinal.core.check.Finding.Severity;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The directory of a real node, with real logs. */
class NodeCheckTest {
  private final Path path;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  NodeCheckTest(@TempDir Path folder) {
    this.path = folder.resolve("node");
    try (ShardedDatabase database = ShardedDatabase.open(path, ShardedOptions.DEFAULT)) {
      ShardedCollection collection = database.createCollection(Points.spec(2));
      collection.upsert(Points.points(0, 100));
      collection.flush();
      collection.delete(List.of(Points.point(1).id(), Points.point(2).id(), Points.point(3).id()));
      collection.flush();
      collection.upsert(Points.points(100, 110));
    }
  }

  @Test
  void findsAnIntactDirectorySound() {
    CheckSummary summary = check();

    assertThat(findings).isEmpty();
    assertThat(summary.isSound()).isTrue();
    assertThat(lines)
        .hasSize(2 * 2 + 1)
        .anyMatch(line -> line.startsWith("collection 'points', shard 1, segment 1: "))
        .contains("collection 'points': 100 rows, 97 live, sound");
  }

  @Test
  void namesEveryFileWithAFlippedByte() throws IOException {
    for (Path file : files()) {
      byte[] intact = Files.readAllBytes(file);
      byte[] damaged = intact.clone();
      damaged[0] ^= 0x10;
      Files.write(file, damaged);
      CheckSummary summary = check();
      assertThat(summary.isSound()).as(file.toString()).isFalse();
      assertThat(findings).extracting(Finding::path).contains(file.toString());
      Files.write(file, intact);
    }
  }

  @Test
  void findsThatALogIsGone() throws IOException {
    for (Path file : files()) {
      if (file.getFileName().toString().startsWith("log_")) {
        Files.delete(file);
      }
    }

    assertThat(check().isSound()).isFalse();
  }

  @Test
  void findsThatALogIsGoneWithItsDirectory() throws IOException {
    delete(log(0));

    assertRefused("the log " + log(0).getFileName() + ", which has had entries by word of ");
  }

  @Test
  void findsThatALogIsGoneOfWhichOnlyTheManifestBearsWitness() throws IOException {
    delete(log(0));
    Files.delete(shard(0).resolve(LogWitness.FILE));

    assertRefused("the log " + log(0).getFileName() + ", which has had entries by word of ");
  }

  @Test
  void findsThatTheFirstEntriesOfALogAreGone() throws IOException {
    delete(path);
    for (long run = 0; run < 3; run++) {
      try (ShardedDatabase database = ShardedDatabase.open(path, ShardedOptions.DEFAULT)) {
        ShardedCollection collection =
            run == 0 ? database.createCollection(Points.spec(1)) : database.collection("points");
        collection.upsert(Points.points(10 * run, 10 * run + 10));
      }
    }
    List<Path> first =
        files().stream()
            .filter(file -> file.startsWith(log(0)))
            .filter(file -> file.getFileName().toString().startsWith("log_0-"))
            .toList();
    assertThat(first).hasSize(1);
    Files.delete(first.get(0));

    assertRefused("expected entries from 1 on, found the first is ");
  }

  @Test
  void findsALogBesideWhichTheManifestIsGone() throws IOException {
    delete(path.resolve("collection-1"));

    assertRefused("expected a manifest beside the log " + log(1).getFileName() + ", found none");
  }

  @Test
  void findsSegmentsBesideWhichTheManifestIsGone() throws IOException {
    delete(log(1));
    Files.delete(shard(1).resolve(LogWitness.FILE));
    for (Path file : files()) {
      if (file.startsWith(shard(1)) && file.getFileName().toString().startsWith("manifest-")) {
        Files.delete(file);
      }
    }

    assertRefused("expected a manifest that names segment-1, found none");
  }

  /** Nothing says whether there was more in the log than what is in the segments. */
  @Test
  void notesALogThatTheNextOpeningBeginsAnew() throws IOException {
    Files.delete(shard(0).resolve(LogWitness.FILE));
    for (Path file : files()) {
      if (file.startsWith(log(0))) {
        Files.delete(file);
      }
    }

    assertOpens("has no entries, but entry ");
  }

  @Test
  void notesACollectionOfWhichTheCatalogIsAllThereIs() throws IOException {
    delete(log(0));
    delete(log(1));
    delete(path.resolve("collection-1"));

    assertOpens("has neither a manifest nor a log", "has neither a manifest nor a log");
  }

  @Test
  void notesAShardWithNeitherManifestNorLog() throws IOException {
    delete(shard(0));
    Files.createDirectory(shard(0));
    delete(log(0));

    assertOpens("has neither a manifest nor a log");
  }

  @Test
  void notesAFirstStartThatWasNotFinished() throws IOException {
    delete(path.resolve("collection-1"));
    delete(path.resolve("raft"));
    Files.delete(path.resolve("catalog.json"));
    Files.write(path.resolve("catalog.json.tmp"), new byte[3]);

    assertOpens("a write that was not finished left it", "the first start was not finished");
  }

  @Test
  void findsThatTheCatalogIsGone() throws IOException {
    Files.delete(path.resolve("catalog.json"));
    assertThat(check().isSound()).isFalse();

    delete(path.resolve("collection-1"));
    assertThat(check().isSound()).isFalse();
  }

  /** A file that the system opens and does not read, as on a failing disk. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void goesOnBehindALogThatCannotBeRead() throws IOException {
    Path file =
        files().stream()
            .filter(each -> each.startsWith(log(0)))
            .filter(each -> each.getFileName().toString().startsWith("log_inprogress_"))
            .findAny()
            .orElseThrow();
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/proc/self/mem"));

    CheckSummary summary = check();

    assertThat(summary.findings().problems()).isZero();
    assertThat(findings)
        .singleElement()
        .matches(finding -> finding.severity() == Severity.UNCHECKED)
        .matches(finding -> finding.what().contains("cannot read " + file + ": "));
    assertThat(lines).contains("collection 'points': 100 rows, 97 live, not checked to the end");
  }

  /** What opening refuses is a problem. */
  private void assertRefused(String what) {
    assertThat(check().isSound()).isFalse();
    assertThat(findings)
        .filteredOn(finding -> finding.severity() == Severity.PROBLEM)
        .extracting(Finding::what)
        .anyMatch(found -> found.contains(what));
    try (ShardedDatabase database = ShardedDatabase.open(path, ShardedOptions.DEFAULT)) {
      assertThat(database.unopened()).hasSize(1);
      assertThat(database.unopened().get(0).error().code()).isEqualTo(ErrorCode.DAMAGED_FILE);
    }
  }

  /** What opening completes is a note. */
  private void assertOpens(String... notes) {
    assertThat(check().isSound()).isTrue();
    assertThat(findings).hasSameSizeAs(notes);
    for (int i = 0; i < notes.length; i++) {
      assertThat(findings.get(i).what()).contains(notes[i]);
    }
    try (ShardedDatabase database = ShardedDatabase.open(path, ShardedOptions.DEFAULT)) {
      assertThat(database.isReady()).isTrue();
    }
    check();
    assertThat(findings).isEmpty();
  }

  private Path shard(int shard) {
    return path.resolve("collection-1").resolve("shard-" + shard);
  }

  private Path log(int shard) {
    CatalogEntry entry = Catalog.inspect(FileSystemDirectory.openReadOnly(path)).entries().get(0);
    return path.resolve("raft").resolve(Placement.group(entry.uuid(), shard).toString());
  }

  private static void delete(Path directory) {
    Path parent = Objects.requireNonNull(directory.getParent());
    FileSystemDirectory.open(parent).deleteSubdirectory(directory.toFile().getName());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.filter(Files::isRegularFile).filter(NodeCheckTest::isChecked).sorted().toList();
    }
  }

  /** Locks hold no data; Ratis has a copy of its members in each log. */
  private static boolean isChecked(Path file) {
    String name = file.getFileName().toString();
    return !name.equals(DirectoryLock.FILE)
        && !name.equals("in_use.lock")
        && !name.equals("raft-meta")
        && !name.equals("raft-meta.conf");
  }

  private CheckSummary check() {
    findings.clear();
    lines.clear();
    StorageDirectory directory = FileSystemDirectory.openReadOnly(path);
    DirectoryLock lock = directory.lock();
    try (BufferAllocator allocator = new RootAllocator()) {
      Examination examination = new Examination(new Recording());
      NodeCheck.run(examination, path, directory, allocator);
      return examination.summary();
    } finally {
      lock.close();
    }
  }

  private final class Recording implements CheckOutput {
    @Override
    public void reading(String file) {}

    @Override
    public void found(Finding finding) {
      findings.add(finding);
    }

    @Override
    public void checked(CheckedPart part) {
      lines.add(part.line());
    }
  }
}
