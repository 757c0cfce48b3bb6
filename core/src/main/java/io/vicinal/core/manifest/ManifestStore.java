package io.vicinal.core.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.StoredJson;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.Manifest.ManifestSegment;
import io.vicinal.core.segment.SegmentDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifests of a collection and the files that they name.
 *
 * <p>To publish a manifest is the one step in which data and log position become durable: it is
 * written whole, synced and renamed, after everything that it names. Until then the files are
 * orphans, which the next opening deletes.
 *
 * <p>While the store is open it deletes only what a manifest has named and none names any more: a
 * file that none has named yet may be one that is being written for a manifest to come.
 *
 * <p>For one thread at a time.
 */
public final class ManifestStore {
  private static final Logger logger = LoggerFactory.getLogger(ManifestStore.class);
  private static final Pattern NAME = Pattern.compile("manifest-(\\d{1,18})\\.json");
  private static final String SEGMENT_PREFIX = SegmentDescriptor.directory(0).replace("0", "");

  private final StorageDirectory directory;
  private final int kept;
  private Manifest current;
  private long nextVersion;

  private ManifestStore(StorageDirectory directory, int kept, Manifest current) {
    this.directory = directory;
    this.kept = kept;
    this.current = current;
    this.nextVersion = current.version() + 1;
  }

  /**
   * Opens the newest manifest, or publishes the first one of an empty collection, and deletes what
   * no manifest names; nothing, when an older one cannot be read and may name it.
   *
   * @param kept how many manifests are kept, the newest included
   * @throws DamagedFileException when the newest manifest is damaged, or there is none beside
   *     segments: an older manifest in its place would be a wrong answer
   */
  public static ManifestStore open(StorageDirectory directory, int kept) {
    directory.deleteTemporaryFiles();
    List<Long> versions = versions(directory);
    if (versions.isEmpty()) {
      return create(directory, kept);
    }
    Manifest newest = read(directory, versions.get(versions.size() - 1));
    ManifestStore store = new ManifestStore(directory, kept, newest);
    store.deleteOrphans();
    return store;
  }

  /**
   * Refuses segments in a directory without a manifest. The first manifest names none, so that one
   * was there before any segment.
   *
   * @throws DamagedFileException when there is a segment
   */
  public static void requireNoSegments(StorageDirectory directory) {
    for (String name : directory.subdirectories()) {
      if (name.startsWith(SEGMENT_PREFIX)) {
        throw new DamagedFileException(
            directory.location() + "/" + name(1), 0, "a manifest that names " + name, "none");
      }
    }
  }

  private static ManifestStore create(StorageDirectory directory, int kept) {
    requireNoSegments(directory);
    Manifest first = new Manifest(1, LogPosition.START, 1, List.of());
    ManifestStore store = new ManifestStore(directory, kept, first);
    ChecksummedJson.write(directory, name(1), first.toJson());
    return store;
  }

  /** The newest manifest. */
  public Manifest current() {
    return current;
  }

  /** The name of the file with the deletes of a segment that the next manifest will name. */
  public String nextDeletesFile(long segmentId) {
    return DeletesFile.name(segmentId, nextVersion);
  }

  /**
   * Publishes a manifest, whose files are all durable, and deletes manifests beyond those kept and
   * what only they named.
   *
   * @throws VicinalException when that fails: the manifest may be on disk all the same, so its
   *     version and the names of its files are not used again
   */
  public void publish(LogPosition position, long nextSegmentId, List<ManifestSegment> segments) {
    Manifest next = new Manifest(nextVersion++, position, nextSegmentId, segments);
    // The names of the files of deletes, before the manifest that needs them.
    directory.sync();
    ChecksummedJson.write(directory, name(next.version()), next.toJson());
    current = next;
    try {
      deleteOldManifests();
    } catch (VicinalException e) {
      // The manifest stands. The next opening deletes what could not be deleted.
      logger.warn("files that are no longer needed stay in {}", directory.location(), e);
    }
  }

  private void deleteOldManifests() {
    List<Long> versions = versions(directory);
    List<Long> old = versions.subList(0, Math.max(0, versions.size() - kept));
    Set<String> unneeded = named(readable(old));
    for (long version : old) {
      directory.delete(name(version));
    }
    directory.sync();
    needed().ifPresent(needed -> delete(name -> unneeded.contains(name) && !needed.contains(name)));
  }

  private void deleteOrphans() {
    needed().ifPresent(needed -> delete(name -> !needed.contains(name)));
  }

  /** What the manifests on disk name, if all of them can be read. */
  private Optional<Set<String>> needed() {
    List<Long> versions = versions(directory);
    List<Manifest> manifests = readable(versions);
    return manifests.size() == versions.size() ? Optional.of(named(manifests)) : Optional.empty();
  }

  /** Those of some manifests that can be read. The state is in the newest one only. */
  private List<Manifest> readable(List<Long> versions) {
    List<Manifest> manifests = new ArrayList<>();
    for (long version : versions) {
      try {
        manifests.add(version == current.version() ? current : read(directory, version));
      } catch (VicinalException e) {
        logger.warn(
            "{}/{} is not needed but cannot be read, so that files stay which it may name",
            directory.location(),
            name(version),
            e);
      }
    }
    return manifests;
  }

  /** The segments and the files of deletes that some manifests name. */
  private static Set<String> named(List<Manifest> manifests) {
    Set<String> named = new HashSet<>();
    for (Manifest manifest : manifests) {
      for (ManifestSegment segment : manifest.segments()) {
        named.add(SegmentDescriptor.directory(segment.id()));
        segment.deletes().ifPresent(deletes -> named.add(deletes.file()));
      }
    }
    return named;
  }

  /** Readers do not mind: they have the files mapped or in memory. */
  private void delete(Predicate<String> unneeded) {
    for (String name : directory.subdirectories()) {
      if (name.startsWith(SEGMENT_PREFIX) && unneeded.test(name)) {
        directory.deleteSubdirectory(name);
      }
    }
    for (String name : directory.list()) {
      if (DeletesFile.isName(name) && unneeded.test(name)) {
        directory.delete(name);
      }
    }
  }

  /** The name of the manifest of a version. */
  public static String name(long version) {
    return "manifest-" + version + ".json";
  }

  /** Whether a file of that name is a manifest. */
  public static boolean isName(String file) {
    return NAME.matcher(file).matches();
  }

  /** The versions of the manifests of a directory, the newest last. */
  public static List<Long> versions(StorageDirectory directory) {
    List<Long> versions = new ArrayList<>();
    for (String file : directory.list()) {
      version(file).ifPresent(versions::add);
    }
    versions.sort(null);
    return versions;
  }

  private static Optional<Long> version(String file) {
    Matcher matcher = NAME.matcher(file);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  /**
   * Reads a manifest.
   *
   * @throws DamagedFileException when it is damaged or missing
   */
  public static Manifest read(StorageDirectory directory, long version) {
    String location = directory.location() + "/" + name(version);
    JsonNode document = ChecksummedJson.read(directory, name(version));
    Manifest manifest = Manifest.ofJson(StoredJson.of(document, location));
    if (manifest.version() != version) {
      throw new DamagedFileException(
          location, 0, "manifest " + version, "manifest " + manifest.version());
    }
    return manifest;
  }
}
