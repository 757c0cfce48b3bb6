package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.check.CheckOutput;
import io.vicinal.core.check.CheckSummary;
import io.vicinal.core.check.CheckedPart;
import io.vicinal.core.check.Examination;
import io.vicinal.core.check.Finding;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
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
