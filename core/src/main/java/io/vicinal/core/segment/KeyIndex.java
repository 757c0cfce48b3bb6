package io.vicinal.core.segment;

import io.vicinal.api.IdType;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StorageDirectory;
import java.util.Arrays;
import java.util.UUID;

/**
 * The rows of a sealed segment by key: sorted {@link Keys}, each with its row. Immutable.
 *
 * <p>The file is described in docs/format/keys.md:
 *
 * <pre>
 * header | id type (int) | count n (int) | n keys (long), ascending | n rows (int) | footer
 * </pre>
 */
public final class KeyIndex {
  /** The name of the file in a segment's directory. */
  public static final String FILE = "keys.idx";

  static final int ID_TYPE_OFFSET = FileHeader.LENGTH;
  static final int COUNT_OFFSET = ID_TYPE_OFFSET + Integer.BYTES;
  static final int KEYS_OFFSET = COUNT_OFFSET + Integer.BYTES;

  private static final FormatVersions VERSIONS = FormatVersions.only(1);

  private final long[] keys;
  private final int[] rows;

  private KeyIndex(long[] keys, int[] rows) {
    this.keys = keys;
    this.rows = rows;
  }

  /** An index of these keys, in any order; {@code rows[i]} is the row of {@code keys[i]}. */
  static KeyIndex of(long[] keys, int[] rows) {
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            keys[a] != keys[b]
                ? Long.compare(keys[a], keys[b])
                : Integer.compare(rows[a], rows[b]));
    long[] sortedKeys = new long[keys.length];
    int[] sortedRows = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      sortedKeys[i] = keys[order[i]];
      sortedRows[i] = rows[order[i]];
    }
    return new KeyIndex(sortedKeys, sortedRows);
  }

  /** The number of keys. */
  public int size() {
    return keys.length;
  }

  /** The position of the first entry with that key, or -1. */
  public int first(long key) {
    int found = Arrays.binarySearch(keys, key);
    if (found < 0) {
      return -1;
    }
    while (found > 0 && keys[found - 1] == key) {
      found--;
    }
    return found;
  }

  /** The position of the next entry with the same key, or -1. */
  public int next(int position) {
    int next = position + 1;
    return next < keys.length && keys[next] == keys[position] ? next : -1;
  }

  /** The key of an entry; entries are in the order of their keys. */
  public long key(int position) {
    return keys[position];
  }

  /** The row of an entry. */
  public int row(int position) {
    return rows[position];
  }

  /** Writes and syncs the file; its name is the caller's to sync. */
  FileChecksum write(StorageDirectory directory, IdType idType, UUID owner) {
    FileHeader header = new FileHeader(FileKind.KEYS, VERSIONS.newest(), owner);
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, FILE, header)) {
      output.putInt(code(idType));
      output.putInt(keys.length);
      output.putLongs(keys, 0, keys.length);
      output.putInts(rows, 0, rows.length);
      output.finish();
      return output.fileChecksum();
    }
  }

  /**
   * Reads the file and checks that it is one of a segment with so many rows.
   *
   * @throws DamagedFileException when it is not
   */
  static KeyIndex read(StorageDirectory directory, IdType idType, UUID owner, int rowCount) {
    try (ChecksummedInput input = ChecksummedInput.open(directory, FILE, FileKind.KEYS, VERSIONS)) {
      input.header().requireOwner(input.location(), owner);
      int type = input.getInt();
      int count = input.getInt();
      check(input, type == code(idType), "id type " + code(idType), "id type " + type);
      check(input, count >= 0 && count <= rowCount, "0.." + rowCount + " keys", count + " keys");
      input.requireRemaining((long) count * (Long.BYTES + Integer.BYTES));
      long[] keys = new long[count];
      int[] rows = new int[count];
      input.getLongs(keys, 0, count);
      input.getInts(rows, 0, count);
      input.finish();
      for (int i = 0; i < count; i++) {
        check(input, i == 0 || keys[i - 1] <= keys[i], "ascending keys", "key " + keys[i]);
        check(input, rows[i] >= 0 && rows[i] < rowCount, "rows < " + rowCount, "row " + rows[i]);
      }
      return new KeyIndex(keys, rows);
    }
  }

  private static int code(IdType idType) {
    return switch (idType) {
      case INT64 -> 1;
      case STRING -> 2;
    };
  }

  private static void check(ChecksummedInput input, boolean legal, String expected, String found) {
    if (!legal) {
      throw new DamagedFileException(input.location(), input.position(), expected, found);
    }
  }
}
