package io.vicinal.core.check;

/**
 * The end of a check.
 *
 * @param collections how many the catalog has
 * @param segments how many were read
 * @param files how many were read
 * @param bytes of those
 * @param problems findings that are damage
 * @param notes the others
 */
public record CheckSummary(
    long collections, long segments, long files, long bytes, long problems, long notes) {
  /** Whether nothing is damaged. */
  public boolean isSound() {
    return problems == 0;
  }

  /** A line for people. */
  public String line() {
    return (isSound() ? "sound: " : "damaged: " + count(problems, "problem") + " in ")
        + count(collections, "collection")
        + ", "
        + count(segments, "segment")
        + ", "
        + count(files, "file")
        + ", "
        + count(bytes, "byte")
        + (notes == 0 ? "" : "; " + count(notes, "note"));
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
