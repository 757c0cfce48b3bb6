package io.vicinal.core.check;

/**
 * The end of a check.
 *
 * @param collections how many the catalog has
 * @param segments how many were read
 * @param files how many were read
 * @param bytes of those
 * @param findings how many there are
 */
public record CheckSummary(
    long collections, long segments, long files, long bytes, FindingCounts findings) {
  /** Whether everything was checked, and nothing is damaged. */
  public boolean isSound() {
    return findings.isSound();
  }

  /** A line for people. */
  public String line() {
    return findings.verdict()
        + ": "
        + (findings.problems() == 0 ? "" : count(findings.problems(), "problem") + " in ")
        + count(collections, "collection")
        + ", "
        + count(segments, "segment")
        + ", "
        + count(files, "file")
        + ", "
        + count(bytes, "byte")
        + (findings.unchecked() == 0 ? "" : "; " + findings.unchecked() + " not checked")
        + (findings.notes() == 0 ? "" : "; " + count(findings.notes(), "note"));
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
