package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a log, which a crash may have torn.
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
 *   <li>So it is when the log then ends before an entry of which the state machine bears witness.
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
   * @param directory where the files of the log are, if there are any
   * @param applied the last entry that the state machine has, 0 if none
   * @param witnessed an entry that the log has had, if one is known
   * @throws DamagedFileException when a file is damaged, or the log ends before what is witnessed
   *     and what is applied; nothing is changed then
   */
  static void repair(Path directory, long applied, OptionalLong witnessed) {
    List<OpenEnd> ends = new ArrayList<>();
    long last = -1;
    try {
      for (LogFile file : LogFile.all(directory)) {
        if (file.last().isPresent()) {
          last = Math.max(last, file.last().getAsLong());
        } else {
          OpenEnd end = OpenEnd.read(file.path(), file.first());
          ends.add(end);
          last = Math.max(last, end.last());
        }
      }
      if (witnessed.isPresent()) {
        // Where nothing is applied the log must have its own first entry, whose number is 0.
        long known = applied > 0 ? Math.max(last, applied) : last;
        requireWitnessed(directory, last, known, witnessed.getAsLong());
      }
      for (OpenEnd end : ends) {
        end.cut();
      }
      if (last < applied) {
        deleteAll(directory, last, applied);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot read the log in " + directory, e);
    }
  }

  private static void requireWitnessed(Path directory, long last, long known, long witnessed) {
    if (known < witnessed) {
      throw new DamagedFileException(
          directory.toString(),
          0,
          "a log with entry " + witnessed + ", which was durable by word of the shard's log.json",
          last < 0 ? "one without entries" : "one that ends with entry " + last);
    }
  }

  private static void deleteAll(Path directory, long last, long applied) throws IOException {
    List<LogFile> files = LogFile.all(directory);
    for (LogFile file : files) {
      Files.deleteIfExists(file.path());
    }
    if (!files.isEmpty()) {
      logger.warn(
          "the log in {} ended with entry {}, but entry {} was applied; it begins anew",
          directory,
          last,
          applied);
    }
  }
}
