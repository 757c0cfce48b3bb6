package io.vicinal.cluster.ratis;

import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a file of a log that was not closed can be read.
 *
 * @param file which file
 * @param last the last entry in it, or the one before its first
 * @param end where that ends in the file; 0 when nothing was written, not even a header
 * @param torn how many bytes are behind it, unless they are zeros: 0 then
 */
record OpenEnd(Path file, long last, int end, int torn) {
  private static final Logger logger = LoggerFactory.getLogger(OpenEnd.class);

  /**
   * Reads a file up to the first thing that is no entry.
   *
   * @param first the entry that it begins with, by its name
   * @throws DamagedFileException when that is in the midst of it
   */
  static OpenEnd read(Path file, long first) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long last = first - 1;
    if (!hasHeader(bytes)) {
      requireZeros(bytes, file);
      return new OpenEnd(file, last, 0, 0);
    }
    int end = LogFrame.FILE_HEADER.length;
    for (LogFrame frame = LogFrame.read(bytes, end);
        frame != null;
        frame = LogFrame.read(bytes, end)) {
      last = frame.index();
      end = frame.end();
    }
    if (isZero(bytes, end)) {
      return new OpenEnd(file, last, end, 0);
    }
    requireNoWitness(bytes, end, last + 1, file);
    return new OpenEnd(file, last, end, bytes.limit() - end);
  }

  /** Cuts off what is torn; a file to which nothing was written is deleted. */
  void cut() throws IOException {
    if (end == 0) {
      Files.delete(file);
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (torn > 0) {
        logger.warn("cutting {} bytes of a torn write off {} behind entry {}", torn, file, last);
        channel.truncate(end);
      }
      // After a crash of the process alone its last entries are still the operating system's. They
      // count as durable from now on, and Ratis never syncs this file again.
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
}
