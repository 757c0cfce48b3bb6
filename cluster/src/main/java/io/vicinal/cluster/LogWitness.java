package io.vicinal.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.StoredJson;
import io.vicinal.core.manifest.ChecksummedJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bears witness of how far the log of a shard went: the file {@value #FILE} beside the shard's
 * other files, and not beside the log. A log that ends before it has lost entries, which the log
 * itself could not tell from a log that is new, or from the torn end of a write.
 *
 * <p>It is behind the log and never ahead of it: written before the first write is acknowledged,
 * from time to time after that, and when the shard is closed.
 *
 * <p>Thread safe.
 */
final class LogWitness {
  /** What {@link #settled} is before a log was ready for the first time. */
  static final long NONE = -1;

  private static final Logger logger = LoggerFactory.getLogger(LogWitness.class);
  private static final String FILE = "log.json";
  private static final FormatVersions VERSIONS = FormatVersions.only(1);

  private final StorageDirectory directory;
  private long settled;
  private boolean failing;
  private boolean closed;

  private LogWitness(StorageDirectory directory, long settled) {
    this.directory = directory;
    this.settled = settled;
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws DamagedFileException when it is not what was written
   */
  static LogWitness open(StorageDirectory directory) {
    return new LogWitness(directory, directory.exists(FILE) ? read(directory) : NONE);
  }

  private static long read(StorageDirectory directory) {
    String location = directory.location() + "/" + FILE;
    StoredJson json = StoredJson.of(ChecksummedJson.read(directory, FILE), location);
    json.requireVersion(VERSIONS);
    return json.number("settled");
  }

  /** The last entry that is known to have been durable in the log, {@link #NONE} if none is. */
  synchronized long settled() {
    return settled;
  }

  /** Makes it known, in the file too, that the log has an entry that is durable there. */
  synchronized void advance(long entry) {
    if (closed || entry <= settled) {
      return;
    }
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", VERSIONS.newest());
    json.put("settled", entry);
    ChecksummedJson.write(directory, FILE, json);
    settled = entry;
  }

  /**
   * As {@link #advance}, but does not throw: the log has the entry all the same, and the next call
   * tries again. A failure is logged when it begins.
   */
  synchronized void tryAdvance(long entry) {
    try {
      advance(entry);
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        logger.warn(
            "cannot write down in {} that the log has entry {}", directory.location(), entry, e);
      }
      failing = true;
    }
  }

  /** Writes nothing from now on, for the directory may be deleted. */
  synchronized void close() {
    closed = true;
  }
}
