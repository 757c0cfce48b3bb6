package io.vicinal.core.check;

import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.BatchMessages;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.LogInspection;
import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Checks the data directory of an embedded database. For one thread. */
public final class EmbeddedCheck {
  private static final String DATA = "data";
  private static final String LOG = "log";
  private static final String REMEDY =
      "put it back from a copy, or drop the collection and load it again";

  private final Examination examination;
  private final StorageDirectory directory;
  private final BufferAllocator allocator;

  private EmbeddedCheck(
      Examination examination, StorageDirectory directory, BufferAllocator allocator) {
    this.examination = examination;
    this.directory = directory;
    this.allocator = allocator;
  }

  /**
   * Reads everything in a directory.
   *
   * @param directory open for reading, and locked
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#STORAGE_FAILURE} when a directory
   *     cannot be listed
   */
  public static void run(
      Examination examination, StorageDirectory directory, BufferAllocator allocator) {
    EmbeddedCheck check = new EmbeddedCheck(examination, directory, allocator);
    catalog(examination, directory)
        .ifPresent(catalog -> catalog.entries().forEach(check::checkCollection));
  }

  /** The catalog of a data directory of either kind, with notes about what it does not name. */
  public static Optional<Catalog> catalog(Examination examination, StorageDirectory directory) {
    String path = directory.location() + "/" + Catalog.FILE;
    examination.count(directory, Catalog.FILE);
    Optional<Catalog> catalog =
        examination.read(
            path,
            "put it back from a copy; without it nothing says what the collections are",
            () -> Catalog.inspect(directory));
    List<String> named =
        catalog.stream()
            .flatMap(found -> found.entries().stream())
            .map(CatalogEntry::directory)
            .toList();
    for (String name : directory.subdirectories()) {
      if (name.startsWith(Catalog.DIRECTORY_PREFIX) && !named.contains(name)) {
        examination.note(
            directory.location() + "/" + name,
            catalog.isEmpty() ? "was not checked" : "the catalog does not name it",
            catalog.isEmpty() ? "mend the catalog first" : "the next opening deletes it");
      }
    }
    noteUnfinished(examination, directory);
    return catalog;
  }

  /** Notes about files of a data directory that a crash left. */
  public static void noteUnfinished(Examination examination, StorageDirectory directory) {
    for (String name : directory.list()) {
      if (name.endsWith(StorageDirectory.TEMPORARY_SUFFIX)) {
        examination.note(
            directory.location() + "/" + name,
            "a write that was not finished left it",
            "the next opening deletes it");
      }
    }
  }

  private void checkCollection(CatalogEntry entry) {
    FindingCounts before = examination.findings();
    String name = entry.spec().name();
    String home = directory.location() + "/" + entry.directory();
    Optional<StorageDirectory> data = open(home + "/" + DATA, entry, DATA);
    Optional<StorageDirectory> log = open(home + "/" + LOG, entry, LOG);
    Optional<EngineCheck> engine =
        data.map(
            files ->
                new EngineCheck(
                    examination,
                    name,
                    OptionalInt.empty(),
                    files,
                    entry.spec().schema(),
                    allocator));
    Optional<LogPosition> position = engine.flatMap(EngineCheck::run);
    log.ifPresent(files -> checkLog(entry, files, position));
    examination.checked(
        engine
            .map(check -> check.part(before))
            .orElseGet(() -> unread(entry, examination.since(before))));
  }

  private static CheckedPart unread(CatalogEntry entry, FindingCounts findings) {
    return new CheckedPart(
        entry.spec().name(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        true,
        RowCounts.NONE,
        findings);
  }

  private Optional<StorageDirectory> open(String path, CatalogEntry entry, String part) {
    return examination.read(
        path, REMEDY, () -> directory.subdirectory(entry.directory()).subdirectory(part));
  }

  private void checkLog(
      CatalogEntry entry, StorageDirectory files, Optional<LogPosition> position) {
    Schema columns = ArrowSchemas.writes(entry.spec().schema());
    // Without a manifest nobody knows what the log must have.
    long durable = position.map(LogPosition::sequenceNumber).orElse(Long.MAX_VALUE - 1);
    examination
        .read(
            files.location(),
            REMEDY,
            () ->
                LogInspection.of(
                    files,
                    entry.uuid(),
                    durable,
                    (sequence, type, payload) -> decode(files, sequence, payload, columns)))
        .ifPresent(log -> report(files, log));
  }

  private void decode(StorageDirectory files, long sequence, ByteBuffer payload, Schema columns) {
    String record = "record " + sequence + " in " + files.location();
    BatchMessages.decode(payload, columns, allocator, record).close();
  }

  private void report(StorageDirectory files, LogInspection log) {
    log.files().forEach(file -> examination.count(files, file));
    log.faults().forEach(fault -> examination.failed(files.location(), fault, REMEDY));
    if (log.files().isEmpty()) {
      examination.problem(files.location(), "has no file, and every log has one", REMEDY);
    }
    if (log.tornBytes() > 0) {
      examination.note(
          files.location() + "/" + log.files().get(log.files().size() - 1),
          "ends with "
              + log.tornBytes()
              + " bytes that are no record: a torn write, or damage to the last records",
          "the next opening cuts them off");
    }
  }
}
