package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.DeletesFile;
import io.vicinal.core.manifest.Manifest;
import io.vicinal.core.manifest.Manifest.ManifestDeletes;
import io.vicinal.core.manifest.Manifest.ManifestSegment;
import io.vicinal.core.manifest.ManifestStore;
import io.vicinal.core.segment.SealedSegment;
import io.vicinal.core.segment.Segment;
import io.vicinal.core.segment.SegmentWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Brings the state of a collection to disk.
 *
 * <p>A manifest records the state at one position of the log exactly: the deletes that it names are
 * those of that position, although later entries are applied while the files are written. Bitmaps
 * of a view never change, so that taking them along costs nothing.
 *
 * <p>Lock order: this object's monitor, then the state's.
 */
final class Checkpoints {
  private final StorageDirectory directory;
  private final EngineState state;
  private final ManifestStore manifests;
  private final SegmentWriter writer;
  private final Map<Long, ManifestSegment> entries = new HashMap<>();
  private SavedState saved;
  private volatile LogPosition durable;

  Checkpoints(
      StorageDirectory directory,
      EngineState state,
      ManifestStore manifests,
      SegmentWriter writer,
      SavedState saved) {
    this.directory = directory;
    this.state = state;
    this.manifests = manifests;
    this.writer = writer;
    this.saved = saved;
    this.durable = saved.position();
    manifests.current().segments().forEach(segment -> entries.put(segment.id(), segment));
  }

  /**
   * Opens the segments that a manifest names.
   *
   * @throws DamagedFileException naming the file that is not what was written
   */
  static SavedState open(
      StorageDirectory directory,
      Manifest manifest,
      CollectionSchema schema,
      BufferAllocator allocator) {
    List<SegmentView> segments = new ArrayList<>();
    try {
      for (ManifestSegment entry : manifest.segments()) {
        SealedSegment segment =
            SealedSegment.open(directory, entry.id(), entry.descriptor(), schema, allocator);
        segments.add(new SegmentView(segment, segment.rows(), new RoaringBitmap()));
        int last = segments.size() - 1;
        segments.set(last, withDeletes(directory, manifest.version(), entry, segment));
      }
    } catch (RuntimeException e) {
      segments.forEach(segment -> segment.segment().release());
      throw e;
    }
    return new SavedState(manifest.position(), manifest.nextSegmentId(), segments);
  }

  private static SegmentView withDeletes(
      StorageDirectory directory, long version, ManifestSegment entry, SealedSegment segment) {
    if (segment.rows().count() != entry.rows()) {
      throw new DamagedFileException(
          directory.location() + "/" + ManifestStore.name(version),
          0,
          "segment " + entry.id() + " with " + segment.rows().count() + " rows",
          entry.rows() + " rows");
    }
    RoaringBitmap deleted =
        entry
            .deletes()
            .map(
                deletes ->
                    DeletesFile.read(directory, deletes, segment.descriptor().uuid(), entry.rows()))
            .orElseGet(RoaringBitmap::new);
    return new SegmentView(segment, segment.rows(), deleted);
  }

  /** The position of the newest manifest: the log up to here is not needed any more. */
  LogPosition durable() {
    return durable;
  }

  /** Seals the growing segment and publishes a manifest of the present position. */
  synchronized void checkpoint() {
    SavedState captured = state.freeze();
    if (captured.position().equals(saved.position())) {
      return;
    }
    List<SegmentView> sealed = new ArrayList<>();
    for (SegmentView segment : captured.segments()) {
      if (segment.liveRows() == 0) {
        drop(segment);
      } else if (segment.segment() instanceof GrowingSegment growing) {
        sealed.add(seal(segment, growing));
      } else {
        sealed.add(segment);
      }
    }
    List<SegmentView> before = saved.segments();
    publish(new SavedState(captured.position(), captured.nextSegmentId(), sealed));
    release(before, sealed);
  }

  /** Chooses a compaction; the caller becomes a user of the rows of its sources. */
  synchronized Compaction beginCompaction() {
    Compaction compaction = Compaction.choose(saved.segments());
    compaction.sources().forEach(source -> source.rows().retain());
    return compaction;
  }

  /**
   * Publishes a manifest of the newest position with the merged segment in place of the sources,
   * and changes the present view in the same way.
   */
  synchronized void finishCompaction(Compaction compaction, SealedSegment merged) {
    List<SegmentView> before = saved.segments();
    List<SegmentView> after = compaction.applyTo(before, merged);
    publish(new SavedState(saved.position(), state.nextSegmentId(), after));
    state.replace(present -> compaction.applyTo(present, merged));
    release(before, after);
  }

  /** Closes the state and lets go of what only the newest manifest has. */
  synchronized void close(Ending how) {
    List<Segment> held = state.close(how);
    for (SegmentView segment : saved.segments()) {
      if (!held.contains(segment.segment())) {
        segment.segment().release();
      }
    }
    saved = new SavedState(saved.position(), saved.nextSegmentId(), List.of());
  }

  private SegmentView seal(SegmentView frozen, GrowingSegment growing) {
    SealedSegment segment =
        writer.write(
            growing.id(),
            frozen.rows().chunks(),
            frozen::isLive,
            (field, rows) -> growing.index(field.name()));
    SegmentView view = new SegmentView(segment, segment.rows(), frozen.deleted());
    // Before the manifest: whatever becomes of it, the number of the segment is used up.
    state.replace(
        present ->
            present.stream()
                .map(each -> each.segment() == growing ? each.with(segment, view.rows()) : each)
                .toList());
    growing.release();
    return view;
  }

  /** Takes a segment out of the state; no entry brings a deleted row back. */
  private void drop(SegmentView dead) {
    state.replace(
        present -> present.stream().filter(each -> each.segment() != dead.segment()).toList());
    if (saved.segments().stream().noneMatch(kept -> kept.segment() == dead.segment())) {
      dead.segment().release();
    }
  }

  private void publish(SavedState next) {
    List<ManifestSegment> segments = new ArrayList<>();
    for (SegmentView view : next.segments()) {
      SealedSegment segment = (SealedSegment) view.segment();
      segments.add(
          new ManifestSegment(
              segment.id(),
              segment.rows().count(),
              segment.descriptorChecksum(),
              deletes(segment, view.deleted())));
    }
    manifests.publish(next.position(), next.nextSegmentId(), segments);
    entries.clear();
    segments.forEach(segment -> entries.put(segment.id(), segment));
    saved = next;
    durable = next.position();
  }

  private Optional<ManifestDeletes> deletes(SealedSegment segment, RoaringBitmap deleted) {
    if (deleted.isEmpty()) {
      return Optional.empty();
    }
    ManifestSegment entry = entries.get(segment.id());
    Optional<ManifestDeletes> before = entry == null ? Optional.empty() : entry.deletes();
    // Deletes only grow: as many rows are the same rows.
    if (before.isPresent() && before.get().rows() == deleted.getCardinality()) {
      return before;
    }
    return Optional.of(
        DeletesFile.write(
            directory,
            manifests.nextDeletesFile(segment.id()),
            segment.descriptor().uuid(),
            segment.rows().count(),
            deleted));
  }

  /** Lets go of the segments that are in the first list only. */
  private static void release(List<SegmentView> before, List<SegmentView> after) {
    for (SegmentView segment : before) {
      if (after.stream().noneMatch(kept -> kept.segment() == segment.segment())) {
        segment.segment().release();
      }
    }
  }
}
