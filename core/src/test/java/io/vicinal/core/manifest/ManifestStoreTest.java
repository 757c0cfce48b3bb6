package io.vicinal.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.UnsupportedFormatException;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.Manifest.ManifestDeletes;
import io.vicinal.core.manifest.Manifest.ManifestSegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

class ManifestStoreTest {
  private static final UUID OWNER = new UUID(1, 2);

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void anEmptyDirectoryGetsTheFirstManifest() {
    ManifestStore store = ManifestStore.open(directory, 2);
    assertThat(store.current()).isEqualTo(new Manifest(1, LogPosition.START, 1, List.of()));
    assertThat(directory.list()).containsExactly("manifest-1.json");
    assertThat(ManifestStore.open(directory, 2).current()).isEqualTo(store.current());
  }

  @Test
  void keepsEverythingThatIsPublished() {
    ManifestStore store = ManifestStore.open(directory, 2);
    ManifestSegment plain = segment(1, Optional.empty());
    ManifestSegment withDeletes = segment(2, Optional.of(deletes(store, 2)));
    LogPosition position = new LogPosition(7, Long.MAX_VALUE);
    store.publish(position, 9, List.of(plain, withDeletes));
    Manifest expected = new Manifest(2, position, 9, List.of(plain, withDeletes));
    assertThat(store.current()).isEqualTo(expected);
    assertThat(ManifestStore.open(directory, 2).current()).isEqualTo(expected);
  }

  @Test
  void keepsSoManyManifestsAndTheFilesThatTheyNameAndNoOthers() {
    ManifestStore store = ManifestStore.open(directory, 2);
    for (int i = 1; i <= 4; i++) {
      store.publish(LogPosition.of(i), i + 1, List.of(segment(i, Optional.of(deletes(store, i)))));
    }
    assertThat(directory.list())
        .containsExactly(
            "deletes-3-4.bin", "deletes-4-5.bin", "manifest-4.json", "manifest-5.json");
    assertThat(directory.subdirectories()).containsExactly("segment-3", "segment-4");
  }

  @Test
  void deletesWhatNoManifestNamesAndWhatWasNotFinished() {
    ManifestStore store = ManifestStore.open(directory, 2);
    store.publish(LogPosition.of(1), 2, List.of(segment(1, Optional.empty())));
    directory.subdirectory("segment-77");
    directory.overwrite("deletes-1-9.bin", new byte[3]);
    directory.overwrite("manifest-9.json.tmp", new byte[3]);
    directory.overwrite("notes.txt", new byte[3]);
    assertThat(ManifestStore.open(directory, 2).current()).isEqualTo(store.current());
    assertThat(directory.list()).containsExactly("manifest-1.json", "manifest-2.json", "notes.txt");
    assertThat(directory.subdirectories()).containsExactly("segment-1");
  }

  @Test
  void leavesFilesThatNoManifestHasNamedUntilTheNextOpening() {
    ManifestStore store = ManifestStore.open(directory, 1);
    // A merge writes a segment while a checkpoint publishes.
    segment(5, Optional.empty());
    store.publish(LogPosition.of(1), 6, List.of());
    store.publish(LogPosition.of(2), 6, List.of());
    assertThat(directory.subdirectories()).containsExactly("segment-5");
    ManifestStore.open(directory, 1);
    assertThat(directory.subdirectories()).isEmpty();
  }

  @Test
  void aDamagedNewestManifestIsAnErrorAndNeverAnOlderStateInItsPlace() {
    ManifestStore.open(directory, 2).publish(LogPosition.of(5), 1, List.of());
    byte[] intact = directory.bytes("manifest-2.json");
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite("manifest-2.json", damaged);
      assertDamaged("manifest-2.json");
      directory.overwrite("manifest-2.json", Arrays.copyOf(intact, bit / 8));
      assertDamaged("manifest-2.json");
    }
    assertThat(directory.list()).containsExactly("manifest-1.json", "manifest-2.json");
  }

  /** It is kept for people, and closed the collection: only the newest one is the state. */
  @Test
  void opensBesideADamagedOlderManifestAndDeletesNothingThatItMayName() {
    ManifestStore store = ManifestStore.open(directory, 2);
    store.publish(LogPosition.of(1), 2, List.of(segment(1, Optional.empty())));
    store.publish(LogPosition.of(2), 3, List.of(segment(2, Optional.empty())));
    directory.overwrite("manifest-2.json", new byte[20]);
    ManifestStore reopened = ManifestStore.open(directory, 2);
    assertThat(reopened.current()).isEqualTo(store.current());
    assertThat(directory.subdirectories()).containsExactly("segment-1", "segment-2");
    // The next manifest takes its place, and an opening deletes what it alone has named.
    reopened.publish(LogPosition.of(3), 3, List.of(segment(2, Optional.empty())));
    assertThat(directory.list()).containsExactly("manifest-3.json", "manifest-4.json");
    ManifestStore.open(directory, 2);
    assertThat(directory.subdirectories()).containsExactly("segment-2");
  }

  @Test
  void aManifestUnderTheNameOfAnotherVersionIsDamage() {
    ManifestStore.open(directory, 2);
    directory.overwrite("manifest-3.json", directory.bytes("manifest-1.json"));
    assertDamaged("manifest-3.json");
  }

  @Test
  void segmentsWithoutAManifestAreDamage() {
    directory.subdirectory("segment-4");
    assertThatThrownBy(() -> ManifestStore.open(directory, 2))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll("manifest-1.json", "segment-4");
    assertThat(directory.subdirectories()).containsExactly("segment-4");
  }

  @Test
  void refusesTheManifestOfANewerReleaseAndLeavesEverythingAsItIs() {
    ManifestStore.open(directory, 2);
    ObjectNode newer = new Manifest(2, LogPosition.of(1), 1, List.of()).toJson();
    newer.put("formatVersion", 2);
    newer.remove("segments");
    ChecksummedJson.write(directory, "manifest-2.json", newer);
    directory.subdirectory("segment-1");
    assertThatThrownBy(() -> ManifestStore.open(directory, 2))
        .isInstanceOfSatisfying(
            UnsupportedFormatException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_TOO_NEW))
        .hasMessageContaining("manifest-2.json");
    assertThat(directory.subdirectories()).containsExactly("segment-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"formatVersion", "version", "sequenceNumber", "nextSegmentId", "segments"})
  void aFieldThatIsMissingOrOfAnotherKindIsDamage(String field) {
    ManifestStore.open(directory, 2);
    ObjectNode json = new Manifest(2, LogPosition.of(1), 1, List.of()).toJson();
    json.put(field, "x");
    ChecksummedJson.write(directory, "manifest-2.json", json);
    assertDamaged("manifest-2.json", field);
    json.remove(field);
    ChecksummedJson.write(directory, "manifest-2.json", json);
    assertDamaged("manifest-2.json", field);
  }

  @Test
  void anUnknownFieldIsLeftAlone() {
    ManifestStore.open(directory, 2);
    ObjectNode json = new Manifest(2, LogPosition.of(1), 1, List.of()).toJson();
    json.put("comment", "of a later release");
    ChecksummedJson.write(directory, "manifest-2.json", json);
    assertThat(ManifestStore.open(directory, 2).current().version()).isEqualTo(2);
  }

  @Test
  void aManifestWithoutATermHasTermZero() {
    ManifestStore.open(directory, 2);
    ObjectNode json = new Manifest(2, LogPosition.of(6), 1, List.of()).toJson();
    json.remove("term");
    ChecksummedJson.write(directory, "manifest-2.json", json);
    assertThat(ManifestStore.open(directory, 2).current().position())
        .isEqualTo(new LogPosition(0, 6));
  }

  @Test
  void aVersionWhosePublicationFailedIsNotUsedAgain() {
    ManifestStore store = ManifestStore.open(directory, 2);
    // The rename is done, so the manifest is there, but nobody was told that it is.
    directory.failNext(Operation.RENAME, "Input/output error");
    assertThatThrownBy(() -> store.publish(LogPosition.of(1), 1, List.of()))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILURE));
    assertThat(store.current().version()).isEqualTo(1);
    store.publish(LogPosition.of(2), 1, List.of());
    assertThat(store.current().version()).isEqualTo(3);
    assertThat(ManifestStore.open(directory, 2).current()).isEqualTo(store.current());
  }

  @Test
  void aManifestStandsAlthoughOldFilesCannotBeDeleted() {
    ManifestStore store = ManifestStore.open(directory, 1);
    directory.failNext(Operation.DELETE, "Input/output error");
    store.publish(LogPosition.of(1), 1, List.of());
    directory.failNext(Operation.DELETE, "Input/output error");
    store.publish(LogPosition.of(2), 1, List.of());
    assertThat(ManifestStore.open(directory, 1).current().position()).isEqualTo(LogPosition.of(2));
    store.publish(LogPosition.of(3), 1, List.of());
    assertThat(directory.list()).containsExactly("manifest-4.json");
  }

  private ManifestDeletes deletes(ManifestStore store, long segment) {
    return DeletesFile.write(
        directory, store.nextDeletesFile(segment), OWNER, 10, RoaringBitmap.bitmapOf(4));
  }

  private ManifestSegment segment(long id, Optional<ManifestDeletes> deletes) {
    directory
        .subdirectory("segment-" + id)
        .writeAtomically("segment.json", ByteBuffer.wrap(new byte[] {1}));
    return new ManifestSegment(id, 10, new FileChecksum(id * 100, (int) id), deletes);
  }

  private void assertDamaged(String... parts) {
    assertThatThrownBy(() -> ManifestStore.open(directory, 2))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DAMAGED_FILE))
        .hasMessageContainingAll(parts);
  }
}
