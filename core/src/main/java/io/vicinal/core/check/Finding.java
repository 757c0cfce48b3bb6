package io.vicinal.core.check;

/**
 * Something that a check found.
 *
 * @param severity what it says about the data
 * @param path the file or directory
 * @param what what is the matter with it
 * @param remedy what can be done
 */
public record Finding(Severity severity, String path, String what, String remedy) {
  /** What a finding says about the data. */
  public enum Severity {
    /** Something is not what was written: the data are damaged. */
    PROBLEM,
    /** Something could not be read, for a reason that says nothing about the data. */
    UNCHECKED,
    /** Something is there that need not be; the data are sound. */
    NOTE
  }

  /** A line for people. */
  public String line() {
    return path + ": " + what + "; " + remedy;
  }
}
