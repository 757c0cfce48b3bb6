package io.vicinal.core.check;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.manifest.Manifest.ManifestSegment;
import io.vicinal.core.segment.KeyIndex;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.SegmentDescriptor;
import io.vicinal.core.segment.SegmentFiles;
import io.vicinal.core.segment.SparseColumn;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.roaringbitmap.RoaringBitmap;

/** Checks the files of one segment: each by itself, and that they agree on the rows. */
final class SegmentCheck {
  /** Coding a vector costs about a microsecond a component. */
  private static final int CODED_SAMPLE = 1000;

  private final Examination examination;
  private final SegmentFiles files;
  private final CollectionSchema schema;
  private final String remedy;
  private final Optional<RoaringBitmap> deleted;
  private final Set<String> intact = new HashSet<>();
  private long unreachable;

  /**
   * A check of the files of a segment.
   *
   * @param remedy what can be done about damage
   * @param deleted rows that are not live; empty when that is not known, so that nothing can be
   *     said about live rows
   */
  SegmentCheck(
      Examination examination,
      SegmentFiles files,
      CollectionSchema schema,
      String remedy,
      Optional<RoaringBitmap> deleted) {
    this.examination = examination;
    this.files = files;
    this.schema = schema;
    this.remedy = remedy;
    this.deleted = deleted;
  }

  /** Reads what a segment consists of. */
  static Optional<SegmentFiles> open(
      Examination examination,
      StorageDirectory parent,
      ManifestSegment entry,
      CollectionSchema schema,
      String remedy) {
    String path = parent.location() + "/" + SegmentDescriptor.directory(entry.id());
    return examination.read(
        path + "/" + SegmentDescriptor.FILE,
        remedy,
        () -> SegmentFiles.open(parent, entry.id(), entry.descriptor(), schema));
  }

  /**
   * Checks a segment, once, and says how many live rows no search finds.
   *
   * @param liveIds receives the keys of live rows; see {@link LiveKeys}
   */
  long run(LiveKeys liveIds, BufferAllocator allocator) {
    verifyFiles();
    if (intact.contains(SegmentFiles.ROWS)) {
      examination
          .read(path(SegmentFiles.ROWS), remedy, () -> files.rows(allocator))
          .ifPresent(rows -> checkRows(rows, liveIds));
    }
    return unreachable;
  }

  private void verifyFiles() {
    List<String> names = files.names();
    examination.count(files.directory(), SegmentDescriptor.FILE);
    for (String name : names) {
      examination.count(files.directory(), name);
      if (examination.verify(path(name), remedy, () -> files.verify(name))) {
        intact.add(name);
      }
    }
    examination.verify(files.directory().location(), remedy, () -> noteOthers(names));
  }

  private void noteOthers(List<String> names) {
    for (String name : files.directory().list()) {
      if (!names.contains(name) && !name.equals(SegmentDescriptor.FILE)) {
        examination.note(
            path(name), "the segment does not name it", "it is not used, and may be deleted");
      }
    }
  }

  private void checkRows(Rows rows, LiveKeys liveKeys) {
    try {
      if (intact.contains(KeyIndex.FILE)) {
        examination
            .read(path(KeyIndex.FILE), remedy, files::keys)
            .ifPresent(keys -> checkKeys(rows, keys, liveKeys));
      }
      for (VectorField field : schema.vectorFields()) {
        if (intact.contains(SegmentFiles.graph(field))) {
          examination
              .read(path(SegmentFiles.graph(field)), remedy, () -> files.index(field, rows))
              .ifPresent(index -> checkIndex(field, index));
        }
      }
      for (SparseField field : schema.sparseFields()) {
        String postings = SegmentFiles.postings(field);
        if (intact.contains(postings)) {
          examination
              .read(path(postings), remedy, () -> postingFaults(field, rows))
              .ifPresent(
                  faults ->
                      faults.forEach(fault -> examination.problem(path(postings), fault, remedy)));
        }
      }
    } finally {
      rows.release();
    }
  }

  private List<String> postingFaults(SparseField field, Rows rows) {
    return files.postings(field, rows.count()).faults(SparseColumn.of(rows, field));
  }

  /** That every key leads to a row with its id, and that there is one to every live row. */
  private void checkKeys(Rows rows, KeyIndex keys, LiveKeys liveKeys) {
    BitSet found = new BitSet(rows.count());
    for (int entry = 0; entry < keys.size(); entry++) {
      int row = keys.row(entry);
      if (key(rows, row) != keys.key(entry)) {
        examination.problem(
            path(KeyIndex.FILE), "the key of row " + row + " is not that of its id", remedy);
        return;
      }
      if (found.get(row)) {
        examination.problem(path(KeyIndex.FILE), "row " + row + " has two keys", remedy);
        return;
      }
      found.set(row);
    }
    deleted.ifPresent(known -> checkLiveKeys(rows, known, found, liveKeys));
  }

  private void checkLiveKeys(Rows rows, RoaringBitmap known, BitSet found, LiveKeys liveKeys) {
    for (int row = 0; row < rows.count(); row++) {
      if (!known.contains(row)) {
        if (!found.get(row)) {
          examination.problem(
              path(KeyIndex.FILE), "row " + row + " is live and has no key", remedy);
          return;
        }
        if (schema.idType() == IdType.INT64) {
          liveKeys.add(key(rows, row));
        }
      }
    }
  }

  private static long key(Rows rows, int row) {
    int chunk = rows.chunkOf(row);
    FieldVector ids = rows.chunks().get(chunk).column(CollectionSchema.ID);
    return Keys.of(ids, row - rows.start(chunk));
  }

  private void checkIndex(VectorField field, HnswIndex index) {
    String graph = path(SegmentFiles.graph(field));
    List<String> faults = index.graphFaults();
    faults.forEach(fault -> examination.problem(graph, fault, remedy));
    int lost = deleted.map(known -> index.unreachable(row -> !known.contains(row))).orElse(0);
    if (lost > 0 && faults.isEmpty()) {
      examination.problem(graph, lost + " live rows cannot be reached", remedy);
    }
    unreachable += lost;
    String codes = SegmentFiles.codes(field);
    if (intact.contains(codes)
        && examination.verify(path(codes), remedy, () -> files.readCodes(index, field))) {
      index
          .codeFaults(CODED_SAMPLE)
          .forEach(fault -> examination.problem(path(codes), fault, remedy));
    }
  }

  private String path(String file) {
    return files.directory().location() + "/" + file;
  }
}
