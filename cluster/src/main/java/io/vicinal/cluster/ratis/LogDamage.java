package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.ratis.io.CorruptedFileException;
import org.apache.ratis.protocol.exceptions.ChecksumException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a log that is damaged from one that could not be opened for another reason, be it a full
 * disk or one that does not answer.
 *
 * <p>Ratis has exceptions for some kinds of damage, and throws plain ones for others. So the files
 * are read here, too.
 */
final class LogDamage {
  /** Where Ratis keeps the last term and its vote, as Java properties. */
  static final String METADATA = "raft-meta";

  private LogDamage() {}

  /**
   * The error for a log that Ratis did not open.
   *
   * @param name what the log is for, for messages
   * @param directory where its files are
   * @param cause what Ratis says
   * @return a {@link DamagedFileException} that names the file if one is damaged, otherwise {@link
   *     ErrorCode#STORAGE_FAILURE}
   */
  static VicinalException explain(String name, Path directory, Exception cause) {
    try {
      List<LogFile> files = LogFile.all(directory);
      for (LogFile file : files) {
        requireIntact(file);
      }
      requireIntactMetadata(directory.resolve(METADATA), !files.isEmpty());
    } catch (DamagedFileException e) {
      e.addSuppressed(cause);
      return e;
    } catch (IOException | DirectoryIteratorException e) {
      // Ratis could not read them either, which is what its exception says.
      cause.addSuppressed(e);
    }
    if (isDamage(cause)) {
      return new DamagedFileException(
          directory.toString(), 0, "the log of " + name, "one that Ratis does not open", cause);
    }
    return new VicinalException(
        ErrorCode.STORAGE_FAILURE,
        "cannot open the log of "
            + name
            + " in "
            + directory
            + ": "
            + cause.getMessage()
            + "; see to the disk, then open the database again",
        cause);
  }

  private static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CorruptedFileException || cause instanceof ChecksumException) {
        return true;
      }
    }
    return false;
  }

  /** Refuses a file without the last term and the vote. */
  static void requireIntactMetadata(Path file, boolean hasLog) throws IOException {
    if (hasLog && Files.notExists(file)) {
      throw damagedMetadata(file, "no file beside those of the log", null);
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw damagedMetadata(file, String.valueOf(e.getMessage()), e);
    }
    String term = properties.getProperty("term");
    if (term == null || !term.matches("\\d{1,18}")) {
      throw damagedMetadata(file, term == null ? "no term" : "term '" + term + "'", null);
    }
    if (properties.getProperty("votedFor") == null) {
      throw damagedMetadata(file, "no votedFor", null);
    }
  }

  private static DamagedFileException damagedMetadata(
      Path file, String found, @Nullable Throwable cause) {
    return new DamagedFileException(
        file.toString(), 0, "a line with the term and one with votedFor", found, cause);
  }

  /** Refuses a file that has not all the entries that its name promises, one after the other. */
  static void requireIntact(LogFile log) throws IOException {
    Path file = log.path();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int end = LogFrame.FILE_HEADER.length;
    byte[] header = Arrays.copyOf(bytes.array(), end);
    if (!Arrays.equals(header, LogFrame.FILE_HEADER)) {
      throw new DamagedFileException(
          file.toString(), 0, "the header of a log", Arrays.toString(header));
    }
    long expected = log.first();
    for (LogFrame frame = LogFrame.read(bytes, end);
        frame != null;
        frame = LogFrame.read(bytes, end)) {
      if (frame.index() != expected) {
        throw new DamagedFileException(
            file.toString(), end, "entry " + expected, "entry " + frame.index());
      }
      expected++;
      end = frame.end();
    }
    if (log.last().isPresent() && expected <= log.last().getAsLong()) {
      throw new DamagedFileException(
          file.toString(), end, "entry " + expected, "bytes that are none");
    }
  }
}
