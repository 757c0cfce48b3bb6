package io.vicinal.core.check;

import io.vicinal.core.check.Finding.Severity;

/**
 * How many findings there were.
 *
 * @param problems that are damage
 * @param unchecked that say what could not be checked
 * @param notes that are neither
 */
public record FindingCounts(long problems, long unchecked, long notes) {
  static final FindingCounts NONE = new FindingCounts(0, 0, 0);

  /** Whether everything was checked, and nothing is damaged. */
  public boolean isSound() {
    return problems == 0 && unchecked == 0;
  }

  FindingCounts plus(Severity severity) {
    return switch (severity) {
      case PROBLEM -> new FindingCounts(problems + 1, unchecked, notes);
      case UNCHECKED -> new FindingCounts(problems, unchecked + 1, notes);
      case NOTE -> new FindingCounts(problems, unchecked, notes + 1);
    };
  }

  FindingCounts minus(FindingCounts other) {
    return new FindingCounts(
        problems - other.problems, unchecked - other.unchecked, notes - other.notes);
  }

  /** What that says about the data, in a word or four. */
  String verdict() {
    if (problems > 0) {
      return "damaged";
    }
    return unchecked > 0 ? "not checked to the end" : "sound";
  }
}
