package io.vicinal.core.io;

/**
 * The versions of a format that a reader understands, both included. The versions of each kind of
 * file are numbered from 1, independently of the others.
 *
 * @param oldest the first version read
 * @param newest the last version read, which is the one written
 */
public record FormatVersions(int oldest, int newest) {
  /** Checks the order. */
  public FormatVersions {
    if (oldest < 1 || newest < oldest) {
      throw new IllegalArgumentException("not a range of versions: " + oldest + " to " + newest);
    }
  }

  /** A format with a single version. */
  public static FormatVersions only(int version) {
    return new FormatVersions(version, version);
  }

  /** Whether files of that version are read. */
  public boolean contains(int version) {
    return oldest <= version && version <= newest;
  }
}
