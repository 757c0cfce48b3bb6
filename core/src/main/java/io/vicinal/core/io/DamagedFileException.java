package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.jspecify.annotations.Nullable;

/** The bytes of a file are not what was written: {@link ErrorCode#DAMAGED_FILE}. */
public final class DamagedFileException extends VicinalException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String what;

  /**
   * Damage at a place.
   *
   * @param file where the file is
   * @param offset the byte at which the damaged part begins
   * @param expected what an intact file has there
   * @param found what this one has
   */
  public DamagedFileException(String file, long offset, String expected, String found) {
    this(file, offset, expected, found, null);
  }

  /** As above, with what found the damage. */
  public DamagedFileException(
      String file, long offset, String expected, String found, @Nullable Throwable cause) {
    super(
        ErrorCode.DAMAGED_FILE,
        "damaged file " + file + " " + what(offset, expected, found),
        cause);
    this.file = file;
    this.offset = offset;
    this.what = what(offset, expected, found);
  }

  private static String what(long offset, String expected, String found) {
    return "at offset " + offset + ": expected " + expected + ", found " + found;
  }

  /** What is wrong, in the words of the message, without the file. */
  public String what() {
    return what;
  }

  /** Where the file is. */
  public String file() {
    return file;
  }

  /** The byte at which the damaged part begins. */
  public long offset() {
    return offset;
  }
}
