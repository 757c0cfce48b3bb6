package io.vicinal.core.check;

import io.vicinal.api.CollectionSchema;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.DeletesFile;
import io.vicinal.core.manifest.Manifest;
import io.vicinal.core.manifest.Manifest.ManifestDeletes;
import io.vicinal.core.manifest.Manifest.ManifestSegment;
import io.vicinal.core.manifest.ManifestStore;
import io.vicinal.core.segment.SegmentDescriptor;
import io.vicinal.core.segment.SegmentFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Checks the files of a collection, or of a shard of one: every manifest that is kept, and every
 * segment and file of deletes that one of them names. For one thread.
 */
public final class EngineCheck {
  private static final String REMEDY =
      "put the directory back from a copy, or drop the collection and load it again";
  private static final String OLD_REMEDY =
      "the newest state does not need it; delete it, and what only it names goes with the next"
          + " opening";
  private static final String OLD_PART_REMEDY =
      "the newest state does not need it; delete the older manifests that name it, and it goes with"
          + " the next opening";
  private static final String ORPHAN = "the next opening deletes it";

  private final Examination examination;
  private final String collection;
  private final OptionalInt shard;
  private final StorageDirectory directory;
  private final CollectionSchema schema;
  private final BufferAllocator allocator;
  private final Map<Long, SegmentFiles> segments = new HashMap<>();
  private RowCounts counts = RowCounts.NONE;

  /** A check of the files in a directory, which the collection, or its shard, has for itself. */
  public EngineCheck(
      Examination examination,
      String collection,
      OptionalInt shard,
      StorageDirectory directory,
      CollectionSchema schema,
      BufferAllocator allocator) {
    this.examination = examination;
    this.collection = collection;
    this.shard = shard;
    this.directory = directory;
    this.schema = schema;
    this.allocator = allocator;
  }

  /**
   * Reads all of it.
   *
   * @return the position of the newest manifest, if it can be read
   */
  public Optional<LogPosition> run() {
    Optional<List<Long>> listed =
        examination.read(directory.location(), REMEDY, () -> ManifestStore.versions(directory));
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    List<Long> versions = listed.get();
    if (versions.isEmpty()) {
      examination.problem(
          directory.location(), "there is no manifest, and every collection has one", REMEDY);
      return Optional.empty();
    }
    List<Manifest> manifests = new ArrayList<>();
    long newest = versions.get(versions.size() - 1);
    for (long version : versions) {
      String file = ManifestStore.name(version);
      examination.count(directory, file);
      examination
          .read(
              path(file),
              version == newest ? REMEDY : OLD_REMEDY,
              () -> ManifestStore.read(directory, version))
          .ifPresent(manifests::add);
    }
    Optional<Manifest> current =
        manifests.stream().filter(manifest -> manifest.version() == newest).findFirst();
    checkSegments(manifests, current);
    if (manifests.size() == versions.size()) {
      examination.verify(directory.location(), REMEDY, () -> noteOrphans(manifests));
    }
    return current.map(Manifest::position);
  }

  /** What was read, as a part with what was found since there was so much. */
  public CheckedPart part(FindingCounts before) {
    return new CheckedPart(
        collection, shard, OptionalLong.empty(), true, counts, examination.since(before));
  }

  /** The rows of the newest manifest. */
  public RowCounts counts() {
    return counts;
  }

  /** The newest manifest first: what it names is not looked at again for an older one. */
  private void checkSegments(List<Manifest> manifests, Optional<Manifest> newest) {
    LiveKeys liveKeys = new LiveKeys();
    Set<Long> done = new HashSet<>();
    Set<String> deletesDone = new HashSet<>();
    for (int i = manifests.size() - 1; i >= 0; i--) {
      Manifest manifest = manifests.get(i);
      boolean current = newest.filter(manifest::equals).isPresent();
      // When the newest cannot be read it may name whatever the others do.
      String remedy = current || newest.isEmpty() ? REMEDY : OLD_PART_REMEDY;
      for (ManifestSegment entry : manifest.segments()) {
        if (done.add(entry.id())) {
          checkSegment(manifest, entry, remedy, current ? liveKeys : new LiveKeys(), current);
        } else if (entry.deletes().filter(each -> !deletesDone.contains(each.file())).isPresent()) {
          readDeletes(entry, remedy);
        }
        entry.deletes().ifPresent(deletes -> deletesDone.add(deletes.file()));
      }
    }
    liveKeys
        .duplicate()
        .ifPresent(
            id ->
                examination.problem(
                    directory.location(), "two live rows have the id " + id, REMEDY));
  }

  private void checkSegment(
      Manifest manifest, ManifestSegment entry, String remedy, LiveKeys liveKeys, boolean current) {
    FindingCounts before = examination.findings();
    long lost =
        SegmentCheck.open(examination, directory, entry, schema, remedy)
            .map(files -> checkFiles(manifest, entry, remedy, liveKeys, files))
            .orElse(0L);
    int deleted = entry.deletes().map(ManifestDeletes::rows).orElse(0);
    RowCounts found = new RowCounts(entry.rows(), (long) entry.rows() - deleted, lost);
    if (current) {
      counts = counts.plus(found);
    }
    examination.checked(
        new CheckedPart(
            collection,
            shard,
            OptionalLong.of(entry.id()),
            current,
            found,
            examination.since(before)));
  }

  /** How many live rows no search finds. */
  private long checkFiles(
      Manifest manifest,
      ManifestSegment entry,
      String remedy,
      LiveKeys liveKeys,
      SegmentFiles files) {
    segments.put(entry.id(), files);
    requireRows(manifest, entry, files, remedy);
    Optional<RoaringBitmap> deleted = readDeletes(entry, remedy);
    SegmentCheck check = new SegmentCheck(examination, files, schema, remedy, deleted);
    return examination
        .read(
            path(SegmentDescriptor.directory(entry.id())),
            remedy,
            () -> check.run(liveKeys, allocator))
        .orElse(0L);
  }

  private void requireRows(
      Manifest manifest, ManifestSegment entry, SegmentFiles files, String remedy) {
    if (files.descriptor().rows() != entry.rows()) {
      examination.problem(
          path(ManifestStore.name(manifest.version())),
          "segment "
              + entry.id()
              + " has "
              + files.descriptor().rows()
              + " rows; it says "
              + entry.rows(),
          remedy);
    }
  }

  /** The deleted rows of a segment; empty when their file cannot be read. */
  private Optional<RoaringBitmap> readDeletes(ManifestSegment entry, String remedy) {
    Optional<ManifestDeletes> named = entry.deletes();
    SegmentFiles files = segments.get(entry.id());
    if (named.isEmpty() || files == null) {
      return Optional.of(new RoaringBitmap());
    }
    String file = named.get().file();
    examination.count(directory, file);
    return examination.read(
        path(file),
        remedy,
        () -> DeletesFile.read(directory, named.get(), files.descriptor().uuid(), entry.rows()));
  }

  private void noteOrphans(List<Manifest> manifests) {
    Set<String> named = new HashSet<>();
    for (Manifest manifest : manifests) {
      named.add(ManifestStore.name(manifest.version()));
      for (ManifestSegment segment : manifest.segments()) {
        named.add(SegmentDescriptor.directory(segment.id()));
        segment.deletes().ifPresent(deletes -> named.add(deletes.file()));
      }
    }
    for (String name : directory.subdirectories()) {
      if (!named.contains(name)) {
        examination.note(path(name), "no manifest names it", ORPHAN);
      }
    }
    for (String name : directory.list()) {
      if (!named.contains(name) && DeletesFile.isName(name)) {
        examination.note(path(name), "no manifest names it", ORPHAN);
      } else if (name.endsWith(StorageDirectory.TEMPORARY_SUFFIX)) {
        examination.note(path(name), "a write that was not finished left it", ORPHAN);
      }
    }
  }

  private String path(String name) {
    return directory.location() + "/" + name;
  }
}
