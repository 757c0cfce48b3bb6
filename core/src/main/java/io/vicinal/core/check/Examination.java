package io.vicinal.core.check;

import io.vicinal.api.ErrorCategory;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.check.Finding.Severity;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.UnsupportedFormatException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * One run of a check: counts what was read, and hands on what was found. For one thread.
 *
 * <p>Damage is what proves to be damage: a file that is not what was written, or of another
 * release. Whatever else keeps something from being read, be it the disk, memory or a defect of
 * ours, says nothing about it, and is reported as that.
 */
public final class Examination {
  private static final String MORE_MEMORY = "give the check more memory, and run it again";
  private static final String AGAIN = "remove the cause, and run the check again";

  private final CheckOutput output;
  private long collections;
  private long segments;
  private long files;
  private long bytes;
  private FindingCounts findings = FindingCounts.NONE;

  /** A run that has read nothing. */
  public Examination(CheckOutput output) {
    this.output = output;
  }

  /**
   * Reads something. When that fails there is no result: damage is a problem, and anything else
   * could not be checked.
   *
   * @param path the file, for what does not name one
   * @param remedy what can be done about damage
   */
  public <T> Optional<T> read(String path, String remedy, Supplier<T> reading) {
    output.reading(path);
    try {
      return Optional.of(reading.get());
    } catch (RuntimeException e) {
      failed(path, e, remedy);
    } catch (OutOfMemoryError e) {
      // What was being read is garbage by now, and the next file may be a smaller one.
      report(Severity.UNCHECKED, path, unchecked(e), MORE_MEMORY);
    }
    return Optional.empty();
  }

  /** As above, for what has no result. */
  public boolean verify(String path, String remedy, Runnable reading) {
    return read(
            path,
            remedy,
            () -> {
              reading.run();
              return path;
            })
        .isPresent();
  }

  /** Counts a file, if it is there. */
  public void count(StorageDirectory directory, String file) {
    verify(
        directory.location() + "/" + file,
        AGAIN,
        () -> {
          if (directory.exists(file)) {
            countFile(directory.length(file));
          }
        });
  }

  /** Counts a file of that length. */
  public void countFile(long length) {
    files++;
    bytes += length;
  }

  /** Reports why something could not be read, as {@link #read} does. */
  public void failed(String path, RuntimeException failure, String remedy) {
    if (failure instanceof DamagedFileException damage) {
      problem(damage.file(), damage.what(), remedy);
    } else if (failure instanceof UnsupportedFormatException unsupported) {
      problem(
          unsupported.file(), String.valueOf(failure.getMessage()), "check it with that release");
    } else if (failure instanceof VicinalException known
        && known.code().category() == ErrorCategory.DAMAGED) {
      problem(path, String.valueOf(failure.getMessage()), remedy);
    } else {
      report(
          Severity.UNCHECKED,
          path,
          failure instanceof VicinalException
              ? "could not be checked: " + failure.getMessage()
              : unchecked(failure),
          isShortOfMemory(failure) ? MORE_MEMORY : AGAIN);
    }
  }

  private static String unchecked(Throwable failure) {
    return "could not be checked: " + failure;
  }

  private static boolean isShortOfMemory(RuntimeException failure) {
    return failure instanceof OutOfMemoryException
        || (failure instanceof VicinalException known && known.code() == ErrorCode.OVERLOADED);
  }

  /** Reports damage. */
  public void problem(String path, String what, String remedy) {
    report(Severity.PROBLEM, path, what, remedy);
  }

  /** Reports what is no damage. */
  public void note(String path, String what, String remedy) {
    report(Severity.NOTE, path, what, remedy);
  }

  private void report(Severity severity, String path, String what, String remedy) {
    findings = findings.plus(severity);
    output.found(new Finding(severity, path, what, remedy));
  }

  /** How much was found until now. */
  public FindingCounts findings() {
    return findings;
  }

  /** How much was found since there was so much. */
  public FindingCounts since(FindingCounts before) {
    return findings.minus(before);
  }

  /** A part was read to its end. */
  public void checked(CheckedPart part) {
    if (part.segment().isPresent()) {
      segments++;
    } else if (part.shard().isEmpty()) {
      collections++;
    }
    output.checked(part);
  }

  /** What was read until now. */
  public CheckSummary summary() {
    return new CheckSummary(collections, segments, files, bytes, findings);
  }
}
