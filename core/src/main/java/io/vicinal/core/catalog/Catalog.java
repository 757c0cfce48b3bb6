package io.vicinal.core.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.StoredJson;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.ChecksummedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The collections of a data directory, in the file {@value #FILE}. A collection exists from the
 * moment the file names it until the moment it does not; its directory is older than the first and
 * deleted after the second.
 *
 * <p>For one thread at a time.
 */
public final class Catalog {
  /** Begins the names of the directories of collections. */
  public static final String DIRECTORY_PREFIX = "collection-";

  /** The name of the file. */
  public static final String FILE = "catalog.json";

  private static final FormatVersions VERSIONS = SpecJson.VERSIONS;

  private final StorageDirectory directory;
  private List<CatalogEntry> entries;
  private long nextId;
  private LogPosition position;

  private Catalog(
      StorageDirectory directory, List<CatalogEntry> entries, long nextId, LogPosition position) {
    this.directory = directory;
    this.entries = entries;
    this.nextId = nextId;
    this.position = position;
  }

  /**
   * Opens the catalog of a directory, an empty one if there is none, and deletes directories of
   * collections that were not created to the end or not dropped to the end.
   *
   * @throws DamagedFileException when the file is damaged, or missing beside collections
   */
  public static Catalog open(StorageDirectory directory) {
    directory.deleteTemporaryFiles();
    if (!directory.exists(FILE)) {
      return create(directory);
    }
    Catalog catalog = read(directory);
    List<String> named = catalog.entries.stream().map(CatalogEntry::directory).toList();
    for (String name : directory.subdirectories()) {
      if (name.startsWith(DIRECTORY_PREFIX) && !named.contains(name)) {
        directory.deleteSubdirectory(name);
      }
    }
    return catalog;
  }

  /**
   * Reads the catalog of a directory that is open for reading.
   *
   * @throws DamagedFileException when the file is damaged or missing
   */
  public static Catalog inspect(StorageDirectory directory) {
    return read(directory);
  }

  private static Catalog create(StorageDirectory directory) {
    for (String name : directory.subdirectories()) {
      if (name.startsWith(DIRECTORY_PREFIX)) {
        throw new DamagedFileException(
            directory.location() + "/" + FILE, 0, "a catalog that names " + name, "no file");
      }
    }
    Catalog catalog = new Catalog(directory, List.of(), 1, LogPosition.START);
    catalog.write(List.of(), LogPosition.START);
    return catalog;
  }

  /** The collections, the oldest first. */
  public List<CatalogEntry> entries() {
    return entries;
  }

  /**
   * The last log entry whose effect is in the catalog, if a log says what collections there are.
   */
  public LogPosition position() {
    return position;
  }

  /**
   * An entry for a new collection, which is not in the catalog before {@link #add}. Its number is
   * used up, even if {@link #add} fails: the file may name it all the same, with its directory.
   */
  public CatalogEntry prepare(UUID uuid, CollectionSpec spec) {
    return new CatalogEntry(nextId++, uuid, spec);
  }

  /** Adds a collection, durably. */
  public void add(CatalogEntry entry) {
    add(entry, position);
  }

  /** Adds a collection, durably and in one step with the position of the log entry that says so. */
  public void add(CatalogEntry entry, LogPosition logEntry) {
    List<CatalogEntry> more = new ArrayList<>(entries);
    more.add(entry);
    write(more, logEntry);
  }

  /** Removes a collection, durably; the caller deletes its directory. */
  public void remove(CatalogEntry entry) {
    remove(entry, position);
  }

  /** Removes a collection, durably and in one step with the position of the log entry. */
  public void remove(CatalogEntry entry, LogPosition logEntry) {
    write(entries.stream().filter(each -> each.id() != entry.id()).toList(), logEntry);
  }

  private void write(List<CatalogEntry> collections, LogPosition logEntry) {
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", version(collections));
    json.put("nextCollectionId", nextId);
    json.put("sequenceNumber", logEntry.sequenceNumber());
    json.put("term", logEntry.term());
    ArrayNode list = json.putArray("collections");
    for (CatalogEntry entry : collections) {
      ObjectNode node = list.addObject();
      node.put("id", entry.id());
      node.put("uuid", entry.uuid().toString());
      SpecJson.write(entry.spec(), node);
    }
    ChecksummedJson.write(directory, FILE, json);
    entries = List.copyOf(collections);
    position = logEntry;
  }

  /** The oldest that all of them can be written in: what needs no newer release goes without. */
  private static int version(List<CatalogEntry> collections) {
    return collections.stream()
        .mapToInt(entry -> SpecJson.version(entry.spec()))
        .max()
        .orElse(VERSIONS.oldest());
  }

  private static Catalog read(StorageDirectory directory) {
    String location = directory.location() + "/" + FILE;
    StoredJson json = StoredJson.of(ChecksummedJson.read(directory, FILE), location);
    json.requireVersion(VERSIONS);
    List<CatalogEntry> entries = new ArrayList<>();
    for (StoredJson entry : json.list("collections")) {
      entries.add(
          new CatalogEntry(entry.number("id"), entry.uuid("uuid"), readSpec(entry, location)));
    }
    // A catalog without a log, or from before it was kept, has no position.
    LogPosition position =
        new LogPosition(json.numberOr("term", 0), json.numberOr("sequenceNumber", 0));
    return new Catalog(directory, List.copyOf(entries), json.number("nextCollectionId"), position);
  }

  private static CollectionSpec readSpec(StoredJson entry, String location) {
    try {
      return SpecJson.read(entry.node());
    } catch (IllegalArgumentException | VicinalException e) {
      throw new DamagedFileException(
          location, 0, "the specification of a collection", "" + e.getMessage());
    }
  }
}
