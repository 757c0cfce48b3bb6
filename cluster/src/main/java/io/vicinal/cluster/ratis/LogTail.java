package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a log that a crash may have torn.
 *
 * <p>Ratis fills a file with zeros ahead of what it writes. A process that is killed, or a power
 * failure, can leave a part of an entry there with zeros behind it, which Ratis takes for
 * corruption: it refuses to start, or, by another setting, drops whatever follows, be it damage in
 * the midst of acknowledged entries. Neither will do. So before Ratis opens a log, the file that
 * was open is read here:
 *
 * <ul>
 *   <li>What cannot be read is <em>damage</em> when a later entry that can be read bears witness
 *       that it was durable; see {@link RatisEnvelope}. The log is not opened.
 *   <li>Otherwise it is the <em>torn end</em> of writes that were never acknowledged, and is cut.
 * </ul>
 *
 * <p>Closed files need none of this: they were synced before their successor was begun.
 */
final class LogTail {
  private static final Logger logger = LoggerFactory.getLogger(LogTail.class);
  private static final String OPEN_FILES = "log_inprogress_*";
  private static final String OPEN_PREFIX = "log_inprogress_";

  private LogTail() {}

  /**
   * Cuts the torn end off the open file of a log, if there is one.
   *
   * @param directory where the files of the log are
   * @throws DamagedFileException when the file is damaged; nothing is changed then
   */
  static void repair(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, OPEN_FILES)) {
      for (Path file : files) {
        repairFile(file);
      }
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot read the log in " + directory, e);
    }
  }

  private static void repairFile(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (!hasHeader(bytes)) {
      requireZeros(bytes, file);
      // The file was created and nothing was written to it.
      Files.delete(file);
      return;
    }
    long last = firstIndex(file) - 1;
    int end = LogFrame.FILE_HEADER.length;
    for (LogFrame frame = LogFrame.read(bytes, end);
        frame != null;
        frame = LogFrame.read(bytes, end)) {
      last = frame.index();
      end = frame.end();
    }
    if (isZero(bytes, end)) {
      return;
    }
    requireNoWitness(bytes, end, last + 1, file);
    logger.warn(
        "cutting {} bytes of a torn write off {} behind entry {}", bytes.limit() - end, file, last);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.force(true);
    }
  }

  private static void requireNoWitness(ByteBuffer bytes, int from, long unread, Path file) {
    for (int place = from + 1; place < bytes.limit(); place++) {
      LogFrame frame = LogFrame.read(bytes, place);
      if (frame != null
          && frame.index() > unread
          && frame.entry().hasStateMachineLogEntry()
          && RatisEnvelope.settled(frame.entry().getStateMachineLogEntry().getLogData())
              >= unread) {
        throw new DamagedFileException(
            file.toString(),
            from,
            "entry " + unread + ", which entry " + frame.index() + " says was durable",
            "bytes that are none");
      }
    }
  }

  private static void requireZeros(ByteBuffer bytes, Path file) {
    // A header that is torn has its beginning, and nothing but zeros behind it.
    int match = headerMatch(bytes);
    if (!isZero(bytes, match)) {
      throw new DamagedFileException(file.toString(), match, "the header of a log", "other bytes");
    }
  }

  private static boolean hasHeader(ByteBuffer bytes) {
    return headerMatch(bytes) == LogFrame.FILE_HEADER.length;
  }

  /** How many bytes of the header the file begins with. */
  private static int headerMatch(ByteBuffer bytes) {
    int match = 0;
    while (match < Math.min(bytes.limit(), LogFrame.FILE_HEADER.length)
        && bytes.get(match) == LogFrame.FILE_HEADER[match]) {
      match++;
    }
    return match;
  }

  private static boolean isZero(ByteBuffer bytes, int from) {
    for (int place = from; place < bytes.limit(); place++) {
      if (bytes.get(place) != 0) {
        return false;
      }
    }
    return true;
  }

  private static long firstIndex(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(OPEN_PREFIX.length()));
    } catch (NumberFormatException e) {
      throw new IOException("not the name of a log's file: " + file, e);
    }
  }
}
