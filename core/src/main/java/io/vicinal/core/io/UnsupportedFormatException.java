package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/**
 * An intact file of a version that this release does not read: {@link ErrorCode#FORMAT_TOO_OLD} or
 * {@link ErrorCode#FORMAT_TOO_NEW}. Neither is damage: another release reads the file.
 */
public final class UnsupportedFormatException extends VicinalException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int found;
  private final int oldestSupported;
  private final int newestSupported;

  /**
   * A version outside the supported range.
   *
   * @param file where the file is
   * @param offset where its version is written
   * @param found the version of the file
   * @param supported the versions this release reads
   */
  public UnsupportedFormatException(String file, long offset, int found, FormatVersions supported) {
    super(
        found < supported.oldest() ? ErrorCode.FORMAT_TOO_OLD : ErrorCode.FORMAT_TOO_NEW,
        "unsupported file "
            + file
            + ": expected a format version from "
            + supported.oldest()
            + " to "
            + supported.newest()
            + " at offset "
            + offset
            + ", found "
            + found
            + (found < supported.oldest()
                ? "; an older release reads and converts it"
                : "; upgrade to the release that wrote it"));
    this.file = file;
    this.found = found;
    this.oldestSupported = supported.oldest();
    this.newestSupported = supported.newest();
  }

  /** Where the file is. */
  public String file() {
    return file;
  }

  /** The version of the file. */
  public int found() {
    return found;
  }

  /** The versions this release reads. */
  public FormatVersions supported() {
    return new FormatVersions(oldestSupported, newestSupported);
  }
}
