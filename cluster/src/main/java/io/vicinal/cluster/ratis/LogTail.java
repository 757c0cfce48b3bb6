package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
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

  private LogTail() {}

  /**
   * Makes the files of a log fit to be opened: cuts off a torn end, and deletes all of them when
   * they end before what the state machine has on its disk. Ratis would leave a gap between the two
   * and never elect a leader.
   *
   * @param directory where the files of the log are
   * @param applied the last entry that the state machine has
   * @throws DamagedFileException when a file is damaged; nothing is changed then
   */
  static void repair(Path directory, long applied) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    long last = cutTornEnds(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, LogFileName.ALL)) {
      for (Path file : files) {
        last = Math.max(last, lastByName(file));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw failure(directory, e);
    }
    if (last < applied) {
      deleteAll(directory, last, applied);
    }
  }

  /** Returns the last entry in the open files, -1 if there is none. */
  private static long cutTornEnds(Path directory) {
    long last = -1;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, LogFileName.OPEN)) {
      for (Path file : files) {
        last = Math.max(last, repairFile(file));
      }
      return last;
    } catch (IOException | DirectoryIteratorException e) {
      throw failure(directory, e);
    }
  }

  private static void deleteAll(Path directory, long last, long applied) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, LogFileName.ALL)) {
      boolean any = false;
      for (Path file : files) {
        Files.delete(file);
        any = true;
      }
      if (any) {
        logger.warn(
            "the log in {} ended with entry {}, but entry {} was applied; it begins anew",
            directory,
            last,
            applied);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw failure(directory, e);
    }
  }

  private static VicinalException failure(Path directory, Exception cause) {
    return new VicinalException(
        ErrorCode.STORAGE_FAILURE, "cannot read the log in " + directory, cause);
  }

  /** The last entry of a closed file, -1 for any other. */
  private static long lastByName(Path file) {
    return LogFileName.find(file).map(name -> name.last().orElse(-1)).orElse(-1L);
  }

  /** Returns the last entry in the file, or the one before its first. */
  private static long repairFile(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (!hasHeader(bytes)) {
      requireZeros(bytes, file);
      // The file was created and nothing was written to it.
      Files.delete(file);
      return LogFileName.of(file).first() - 1;
    }
    long last = LogFileName.of(file).first() - 1;
    int end = LogFrame.FILE_HEADER.length;
    for (LogFrame frame = LogFrame.read(bytes, end);
        frame != null;
        frame = LogFrame.read(bytes, end)) {
      last = frame.index();
      end = frame.end();
    }
    boolean torn = !isZero(bytes, end);
    if (torn) {
      requireNoWitness(bytes, end, last + 1, file);
      logger.warn(
          "cutting {} bytes of a torn write off {} behind entry {}",
          bytes.limit() - end,
          file,
          last);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (torn) {
        channel.truncate(end);
      }
      // After a crash of the process alone its last entries are still the operating system's. They
      // count as durable from now on, and Ratis never syncs this file again.
      channel.force(true);
    }
    return last;
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
}
