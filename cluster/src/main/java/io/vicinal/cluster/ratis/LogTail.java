package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.core.io.DamagedFileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 *   <li>So it is when the log then lacks an entry that it must have; see {@link LogEvidence}.
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
   * @param evidence what must be in it
   * @throws DamagedFileException when a file is damaged, or the log lacks entries that are not
   *     applied; nothing is changed then
   */
  static void repair(Path directory, LogEvidence evidence) {
    List<OpenEnd> ends = new ArrayList<>();
    long last = -1;
    try {
      List<LogFile> files = LogFile.all(directory);
      for (LogFile file : files) {
        if (file.last().isPresent()) {
          last = Math.max(last, file.last().getAsLong());
        } else {
          OpenEnd end = OpenEnd.read(file.path(), file.first());
          ends.add(end);
          last = Math.max(last, end.last());
        }
      }
      evidence.requireComplete(directory.toString(), LogFile.first(files), last);
      for (OpenEnd end : ends) {
        end.cut();
      }
      if (evidence.isAhead(last)) {
        deleteAll(directory, last, evidence.applied());
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot read the log in " + directory, e);
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
