package io.vicinal.core.manifest;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.manifest.Manifest.ManifestDeletes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * The deleted rows of a sealed segment in a file: a Roaring bitmap in its portable serialization,
 * between our header and footer. A file never changes; more deletes are a new file.
 *
 * <pre>
 * header | rows of the segment (int) | deleted rows (int) | length (int) | bitmap | footer
 * </pre>
 */
public final class DeletesFile {
  static final int ROWS_OFFSET = FileHeader.LENGTH;
  static final int COUNT_OFFSET = ROWS_OFFSET + Integer.BYTES;
  static final int LENGTH_OFFSET = COUNT_OFFSET + Integer.BYTES;
  static final int BITMAP_OFFSET = LENGTH_OFFSET + Integer.BYTES;

  private static final FormatVersions VERSIONS = FormatVersions.only(1);

  private DeletesFile() {}

  /** The name of the file that the manifest of a version is the first to name. */
  static String name(long segmentId, long manifestVersion) {
    return "deletes-" + segmentId + "-" + manifestVersion + ".bin";
  }

  /** Whether a file of that name holds deletes. */
  public static boolean isName(String file) {
    return file.startsWith("deletes-");
  }

  /**
   * Writes and syncs a file, in place of what an interrupted attempt left; its name is the caller's
   * to sync.
   *
   * @param owner the segment's UUID
   */
  public static ManifestDeletes write(
      StorageDirectory directory, String name, UUID owner, int segmentRows, RoaringBitmap deleted) {
    ByteBuffer bitmap = ByteBuffer.allocate(deleted.serializedSizeInBytes());
    deleted.serialize(bitmap);
    FileHeader header = new FileHeader(FileKind.DELETES, VERSIONS.newest(), owner);
    directory.delete(name);
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, name, header)) {
      output.putInt(segmentRows);
      output.putInt(deleted.getCardinality());
      output.putInt(bitmap.capacity());
      output.write(bitmap.flip());
      output.finish();
      return new ManifestDeletes(name, deleted.getCardinality(), output.fileChecksum());
    }
  }

  /**
   * Reads a file and checks it against the manifest and the segment.
   *
   * @throws DamagedFileException when it is not what was written
   */
  public static RoaringBitmap read(
      StorageDirectory directory, ManifestDeletes expected, UUID owner, int segmentRows) {
    expected.checksum().verifyFramed(directory, expected.file());
    try (ChecksummedInput input =
        ChecksummedInput.open(directory, expected.file(), FileKind.DELETES, VERSIONS)) {
      input.header().requireOwner(input.location(), owner);
      int rows = input.getInt();
      int count = input.getInt();
      int length = input.getInt();
      input.requireRemaining(length);
      byte[] bytes = new byte[length];
      input.getBytes(bytes, 0, length);
      input.finish();
      RoaringBitmap deleted = bitmap(bytes, input.location());
      boolean legal =
          rows == segmentRows
              && count == expected.rows()
              && count == deleted.getCardinality()
              && (deleted.isEmpty() || Integer.compareUnsigned(deleted.last(), rows) < 0);
      if (!legal) {
        throw new DamagedFileException(
            input.location(),
            FileHeader.LENGTH,
            expected.rows() + " deleted of " + segmentRows + " rows",
            deleted.getCardinality() + " (said to be " + count + ") of " + rows);
      }
      return deleted;
    }
  }

  private static RoaringBitmap bitmap(byte[] bytes, String location) {
    RoaringBitmap bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(ByteBuffer.wrap(bytes));
      return bitmap;
    } catch (IOException | RuntimeException e) {
      // The library reports bytes that are none of its by exceptions of several classes.
      throw new DamagedFileException(location, BITMAP_OFFSET, "a Roaring bitmap", "" + e);
    }
  }
}
