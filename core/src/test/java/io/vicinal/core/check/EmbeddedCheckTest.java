package io.vicinal.core.check;

import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.DatabaseOptions;
import io.vicinal.core.EmbeddedCollection;
import io.vicinal.core.EmbeddedDatabase;
import io.vicinal.core.check.Finding.Severity;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCheckTest {
  private static final int DIMENSION = 64;
  private static final int HEADER = 40;
  private static final CollectionSpec SPEC =
      CollectionSpec.of(
          "c",
          new CollectionSchema(
              IdType.INT64,
              List.of(VectorField.of("v", DIMENSION, Metric.COSINE)),
              List.of(new SparseField("words")),
              List.of()));

  private final Path path;
  private final List<Finding> findings = new ArrayList<>();
  private final List<CheckedPart> parts = new ArrayList<>();

  EmbeddedCheckTest(@TempDir Path folder) {
    this.path = folder.resolve("database");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT)) {
      EmbeddedCollection collection = database.createCollection(SPEC);
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
      collection.upsert(records(0, 3000, random));
      collection.flush();
      collection.delete(LongStream.range(0, 5).mapToObj(RecordId::of).toList());
      collection.flush();
      collection.upsert(records(3000, 3010, random));
    }
  }

  private static List<VectorRecord> records(long from, long to, RandomGenerator random) {
    return LongStream.range(from, to)
        .mapToObj(
            id -> {
              float[] vector = new float[DIMENSION];
              for (int i = 0; i < DIMENSION; i++) {
                vector[i] = (float) random.nextGaussian();
              }
              SparseVector words =
                  SparseVector.of(new int[] {3, 10 + (int) (id % 7)}, new float[] {id + 1, 1});
              return new VectorRecord(
                      RecordId.of(id), Map.of("v", DenseVector.of(vector)), Map.of())
                  .withSparseVectors(Map.of("words", words));
            })
        .toList();
  }

  @Test
  void findsAnIntactDirectorySoundAndChangesNothing() throws IOException {
    Map<Path, String> before = state();

    CheckSummary summary = check();

    assertThat(findings).isEmpty();
    assertThat(summary.isSound()).isTrue();
    assertThat(summary.line()).startsWith("sound: 1 collection, 1 segment, ");
    assertThat(parts.get(0).line())
        .isEqualTo("collection 'c', segment 1: 3000 rows, 2995 live, sound");
    assertThat(parts.get(1).line()).isEqualTo("collection 'c': 3000 rows, 2995 live, sound");
    assertThat(state()).isEqualTo(before);
  }

  /** Each kind of file, and each of several places in it: the check names it and no other. */
  @Test
  void namesEveryFileWithAFlippedByte() throws IOException {
    List<Path> files = files();
    assertThat(files.stream().map(file -> file.getFileName().toString()))
        .anyMatch(name -> name.endsWith(".codes"))
        .anyMatch(name -> name.endsWith(".hnsw"))
        .anyMatch(name -> name.endsWith(".postings"))
        .anyMatch(name -> name.startsWith("deletes-"))
        .anyMatch(name -> name.endsWith(".wal"))
        .contains("catalog.json", "segment.json", "keys.idx", "rows.arrow");
    for (Path file : files) {
      byte[] intact = Files.readAllBytes(file);
      for (int place : new int[] {0, intact.length / 2, intact.length - 1}) {
        byte[] damaged = intact.clone();
        damaged[place] ^= 0x10;
        Files.write(file, damaged);
        CheckSummary summary = check();
        if (isTornEnd(file, intact.length, place)) {
          assertThat(findings).as(file + " at " + place).isNotEmpty();
        } else {
          assertThat(summary.isSound()).as(file + " at " + place).isFalse();
        }
        assertThat(findings).extracting(Finding::path).contains(file.toString());
      }
      Files.write(file, intact);
    }
  }

  /** A last record that is not whole cannot be told from one that a power failure cut short. */
  private static boolean isTornEnd(Path file, int length, int place) {
    return file.toString().endsWith(".wal") && place > length / 4;
  }

  @Test
  void namesAMissingFile() throws IOException {
    for (Path file : files()) {
      if (file.toString().endsWith(".wal") || file.toString().contains("manifest-1.json")) {
        continue;
      }
      byte[] intact = Files.readAllBytes(file);
      Files.delete(file);
      boolean oldManifest = file.getFileName().toString().startsWith("manifest-");
      CheckSummary summary = check();
      if (!oldManifest) {
        assertThat(summary.isSound()).as(file.toString()).isFalse();
        assertThat(findings).extracting(Finding::path).contains(file.toString());
      }
      Files.write(file, intact);
    }
  }

  @Test
  void findsThatRecordsAreMissingFromTheLog() throws IOException {
    List<Path> logs = files().stream().filter(file -> file.toString().endsWith(".wal")).toList();
    assertThat(logs).hasSize(2);
    byte[] written = Files.readAllBytes(logs.get(0));
    Files.delete(logs.get(0));
    assertThat(check().isSound()).isFalse();
    assertThat(findings).extracting(Finding::path).containsExactly(logs.get(1).toString());
    Files.delete(logs.get(1));
    assertThat(check().isSound()).isFalse();
    assertThat(findings).extracting(Finding::what).contains("has no file, and every log has one");
    Files.write(logs.get(0), written);
    assertThat(check().isSound()).isTrue();
  }

  /** Right by every checksum: a program that wrote it was wrong. */
  @Test
  void findsANodeThatIsItsOwnNeighbour() throws IOException {
    ForgedSegment.forge(
        path.resolve("collection-1/data"), "v.hnsw", graph -> graph.putInt(selfEdge(graph), 17));

    assertThat(check().isSound()).isFalse();
    assertThat(problems("v.hnsw")).anyMatch(what -> what.contains("17"));
  }

  /** The place of the first neighbour of node 17. */
  private static int selfEdge(ByteBuffer graph) {
    int nodes = graph.getInt(HEADER);
    int width = graph.getInt(HEADER + 8 * Integer.BYTES);
    int tables = HEADER + 12 * Integer.BYTES + 2 * Long.BYTES;
    // First the rows of three ints a node, then the lists of the ground.
    return tables + nodes * 3 * Integer.BYTES + 17 * width * Integer.BYTES;
  }

  @Test
  void findsKeysThatLeadToOtherRows() throws IOException {
    ForgedSegment.forge(
        path.resolve("collection-1/data"),
        "keys.idx",
        keys -> {
          int count = keys.getInt(HEADER + Integer.BYTES);
          int rows = HEADER + 2 * Integer.BYTES + count * Long.BYTES;
          keys.putInt(rows, keys.getInt(rows + Integer.BYTES));
        });

    assertThat(check().isSound()).isFalse();
    assertThat(problems("keys.idx")).anyMatch(what -> what.contains("key"));
  }

  @Test
  void findsCodesOfOtherVectors() throws IOException {
    ForgedSegment.forge(
        path.resolve("collection-1/data"),
        "v.codes",
        codes -> {
          int lines = codes.getInt(HEADER + 5 * Integer.BYTES) * 64;
          int first = codes.limit() - 16 - 3000 * lines;
          byte[] row = new byte[lines];
          codes.get(first + lines, row);
          codes.put(first, row);
        });

    assertThat(check().isSound()).isFalse();
    assertThat(problems("v.codes")).anyMatch(what -> what.startsWith("row 0: "));
  }

  /** Each row has the code of the one after it. */
  @Test
  void namesAHundredRowsOfManyWithOtherCodes() throws IOException {
    ForgedSegment.forge(
        path.resolve("collection-1/data"),
        "v.codes",
        codes -> {
          int lines = codes.getInt(HEADER + 5 * Integer.BYTES) * 64;
          int first = codes.limit() - 16 - 3000 * lines;
          byte[] rows = new byte[2999 * lines];
          codes.get(first + lines, rows);
          codes.put(first, rows);
        });

    assertThat(check().isSound()).isFalse();
    assertThat(problems("v.codes")).hasSize(100);
  }

  /** Two rows of a block: its bounds are what they were. */
  @Test
  void findsListsOfOtherRows() throws IOException {
    ForgedSegment.forge(
        path.resolve("collection-1/data"),
        "words.postings",
        postings -> {
          int place = HEADER + 5 * Integer.BYTES;
          place += 2 * Integer.BYTES * postings.getInt(HEADER + 2 * Integer.BYTES);
          place += 4 * Integer.BYTES * postings.getInt(HEADER + 3 * Integer.BYTES);
          assertThat(postings.getFloat(place + 17 * Float.BYTES)).isEqualTo(18);
          postings.putFloat(place + 17 * Float.BYTES, 19);
          postings.putFloat(place + 18 * Float.BYTES, 18);
        });

    assertThat(check().isSound()).isFalse();
    assertThat(problems("words.postings"))
        .containsExactly("the list of index 3 is not that of the rows");
  }

  @Test
  void notesOrphansWhichAreNoDamage() throws IOException {
    Path data = path.resolve("collection-1/data");
    Files.createDirectories(data.resolve("segment-99"));
    Files.createDirectories(path.resolve("collection-7"));
    Files.write(data.resolve("deletes-1-99.bin"), new byte[3]);
    Files.write(data.resolve("manifest-9.json.tmp"), new byte[3]);

    assertThat(check().isSound()).isTrue();
    assertThat(findings).hasSize(4).extracting(Finding::severity).containsOnly(Severity.NOTE);
  }

  @Test
  void refusesADirectoryThatIsInUseOrAbsent() {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT)) {
      assertThat(database.collectionNames()).hasSize(1);
      assertRefused(ErrorCode.DIRECTORY_IN_USE, this::check, path.toString());
    }
    Path absent = path.resolveSibling("absent");
    assertRefused(
        ErrorCode.INVALID_ARGUMENT, () -> FileSystemDirectory.openReadOnly(absent), "absent");
    assertThat(absent).doesNotExist();
  }

  /** Without them it is not known which rows are live, and all else is. */
  @Test
  void namesOtherDamageOfASegmentWhoseDeletesAreDamaged() throws IOException {
    Path deletes =
        files().stream()
            .filter(file -> file.getFileName().toString().startsWith("deletes-"))
            .findAny()
            .orElseThrow();
    Path keys = path.resolve("collection-1/data/segment-1/keys.idx");
    flip(deletes);
    flip(keys);

    check();

    assertThat(findings)
        .extracting(Finding::path)
        .containsExactly(deletes.toString(), keys.toString());
    assertThat(parts.get(0).line())
        .isEqualTo("collection 'c', segment 1: 3000 rows, 2995 live, damaged");
  }

  @Test
  void tellsWhatOnlyOlderManifestsNameFromTheNewestState() throws IOException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT)) {
      EmbeddedCollection collection = database.collection("c");
      collection.flush();
      // More than a quarter: the segment is rewritten.
      collection.delete(LongStream.range(10, 1010).mapToObj(RecordId::of).toList());
      collection.flush();
      collection.compact();
    }
    assertThat(check().isSound()).isTrue();
    assertThat(parts)
        .extracting(part -> part.line().replaceAll("segment [2-9]", "segment"))
        .containsExactly(
            "collection 'c', segment: 1995 rows, 1995 live, sound",
            "collection 'c', segment: 10 rows, 10 live, sound",
            "collection 'c', segment 1: 3000 rows, 1995 live, named by older manifests only, sound",
            "collection 'c': 2005 rows, 2005 live, sound");

    Path data = path.resolve("collection-1/data");
    for (Path file : files()) {
      if (file.startsWith(data.resolve("segment-1"))
          || file.getFileName().toString().startsWith("deletes-")) {
        flip(file);
      }
    }
    assertThat(check().isSound()).isFalse();
    assertThat(findings)
        .extracting(Finding::remedy)
        .allMatch(remedy -> remedy.startsWith("the newest state does not need it; delete the old"));

    // What can be done about it: the manifest that is left is the newest.
    List<Path> manifests =
        files().stream()
            .filter(file -> file.getFileName().toString().startsWith("manifest-"))
            .sorted(Comparator.comparing(file -> Long.parseLong(digits(file))))
            .toList();
    for (Path manifest : manifests.subList(0, manifests.size() - 1)) {
      Files.delete(manifest);
    }
    EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT).close();
    assertThat(check().isSound()).isTrue();
    assertThat(findings).isEmpty();
    assertThat(data.resolve("segment-1")).doesNotExist();
  }

  private static String digits(Path file) {
    return file.getFileName().toString().replaceAll("[^0-9]", "");
  }

  /** A disk that fails says nothing about the data, and a check again may find them sound. */
  @Test
  void tellsAFileThatCannotBeReadFromADamagedOne() throws IOException {
    for (Path file : files()) {
      CheckSummary summary = check(file.toString()::equals, Long.MAX_VALUE);
      assertThat(findings)
          .as(file.toString())
          .filteredOn(finding -> finding.severity() == Severity.UNCHECKED)
          .isNotEmpty()
          .allMatch(finding -> finding.what().contains(file + ": EIO"));
      assertThat(summary.findings().problems()).as(file.toString()).isZero();
      assertThat(summary.isSound()).isFalse();
      assertThat(summary.line())
          .startsWith("not checked to the end: ")
          .contains(summary.findings().unchecked() + " not checked");
    }
  }

  @Test
  void goesOnBehindADirectoryThatCannotBeListed() throws IOException {
    Path home = path.resolve("collection-1");
    Path keys = home.resolve("data/segment-1/keys.idx");
    Path log = files().stream().filter(file -> file.toString().endsWith(".wal")).findAny().get();
    flip(keys);
    flip(log);
    for (Path unlisted : List.of(home.resolve("data/segment-1"), home.resolve("data"))) {
      CheckSummary summary = check(unlisted.toString()::equals, Long.MAX_VALUE);
      assertThat(summary.findings().unchecked()).isPositive();
      assertThat(findings).extracting(Finding::path).contains(log.toString());
      assertThat(summary.collections()).isOne();
    }
    check(home.resolve("log").toString()::equals, Long.MAX_VALUE);
    assertThat(findings).extracting(Finding::path).contains(keys.toString());
  }

  @Test
  void saysThatItHasTooLittleMemory() {
    CheckSummary summary = check(file -> false, 1);

    assertThat(summary.findings().problems()).isZero();
    assertThat(findings)
        .extracting(Finding::severity, Finding::remedy)
        .hasSizeGreaterThan(1)
        .containsOnly(tuple(Severity.UNCHECKED, "give the check more memory, and run it again"));
    assertThat(parts).extracting(CheckedPart::line).last().asString().endsWith("to the end");
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 0x10;
    Files.write(file, bytes);
  }

  private CheckSummary check() {
    return check(file -> false, Long.MAX_VALUE);
  }

  private CheckSummary check(Predicate<String> unreadable, long memory) {
    findings.clear();
    parts.clear();
    StorageDirectory directory = FileSystemDirectory.openReadOnly(path);
    DirectoryLock lock = directory.lock();
    try (BufferAllocator allocator = new RootAllocator(memory)) {
      Examination examination = new Examination(new Recording());
      EmbeddedCheck.run(examination, new UnreadableDirectory(directory, unreadable), allocator);
      return examination.summary();
    } finally {
      lock.close();
    }
  }

  private List<String> problems(String file) {
    return findings.stream()
        .filter(finding -> finding.path().endsWith("/" + file))
        .map(Finding::what)
        .toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(DirectoryLock.FILE))
          .sorted()
          .toList();
    }
  }

  private Map<Path, String> state() throws IOException {
    Map<Path, String> state = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.toList()) {
        String content =
            Files.isDirectory(each)
                ? ""
                : new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
        state.put(each, Files.getLastModifiedTime(each) + content);
      }
    }
    return state;
  }

  private final class Recording implements CheckOutput {
    @Override
    public void reading(String path) {}

    @Override
    public void found(Finding finding) {
      findings.add(finding);
    }

    @Override
    public void checked(CheckedPart part) {
      parts.add(part);
    }
  }
}
