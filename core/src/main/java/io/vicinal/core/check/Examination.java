package io.vicinal.core.check;

import io.vicinal.api.VicinalException;
import io.vicinal.core.check.Finding.Severity;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.UnsupportedFormatException;
import java.util.Optional;
import java.util.function.Supplier;

/** One run of a check: counts what was read, and hands on what was found. For one thread. */
public final class Examination {
  private final CheckOutput output;
  private long collections;
  private long segments;
  private long files;
  private long bytes;
  private long problems;
  private long notes;

  /** A run that has read nothing. */
  public Examination(CheckOutput output) {
    this.output = output;
  }

  /**
   * Reads something; what is wrong with it is a problem, and then there is no result.
   *
   * @param path the file, for what does not name one
   * @param remedy what can be done
   */
  public <T> Optional<T> read(String path, String remedy, Supplier<T> reading) {
    output.reading(path);
    try {
      return Optional.of(reading.get());
    } catch (VicinalException e) {
      problem(path, e, remedy);
    } catch (RuntimeException e) {
      // Libraries report bytes that are none of theirs by exceptions of several classes.
      problem(path, "cannot be read: " + e, remedy);
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
    if (directory.exists(file)) {
      files++;
      bytes += directory.length(file);
    }
  }

  /** Counts a file of that length. */
  public void countFile(long length) {
    files++;
    bytes += length;
  }

  /** Reports damage in the words of an exception, with the file that it names. */
  public void problem(String path, VicinalException failure, String remedy) {
    if (failure instanceof DamagedFileException damage) {
      problem(damage.file(), damage.what(), remedy);
    } else if (failure instanceof UnsupportedFormatException unsupported) {
      problem(
          unsupported.file(), String.valueOf(failure.getMessage()), "check it with that release");
    } else {
      problem(path, String.valueOf(failure.getMessage()), remedy);
    }
  }

  /** Reports damage. */
  public void problem(String path, String what, String remedy) {
    problems++;
    output.found(new Finding(Severity.PROBLEM, path, what, remedy));
  }

  /** Reports what is no damage. */
  public void note(String path, String what, String remedy) {
    notes++;
    output.found(new Finding(Severity.NOTE, path, what, remedy));
  }

  /** How many problems were found until now. */
  public long problems() {
    return problems;
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
    return new CheckSummary(collections, segments, files, bytes, problems, notes);
  }
}
