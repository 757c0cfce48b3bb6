package io.vicinal.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.StoredJson;
import io.vicinal.core.manifest.ChecksummedJson;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bears witness of how far the log of a shard went: the file {@value #FILE} beside the shard's
 * other files, and not beside the log. A log that ends before it has lost entries, which the log
 * itself could not tell from a log that is new, or from the torn end of a write.
 *
 * <p>It is behind the log and never ahead of it: {@linkplain #begin begun} when the log is ready
 * for the first time, before any write is acknowledged, then written from time to time, and when
 * the shard is closed. As long as it has not begun it says nothing, whatever it is told.
 *
 * <p>Thread safe.
 */
final class LogWitness {
  private static final Logger logger = LoggerFactory.getLogger(LogWitness.class);
  static final String FILE = "log.json";
  private static final FormatVersions VERSIONS = FormatVersions.only(1);

  private final StorageDirectory directory;
  private OptionalLong settled;
  private boolean failing;
  private boolean closed;

  private LogWitness(StorageDirectory directory, OptionalLong settled) {
    this.directory = directory;
    this.settled = settled;
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws DamagedFileException when it is not what was written
   */
  static LogWitness open(StorageDirectory directory) {
    return new LogWitness(
        directory,
        directory.exists(FILE) ? OptionalLong.of(read(directory)) : OptionalLong.empty());
  }

  private static long read(StorageDirectory directory) {
    String location = directory.location() + "/" + FILE;
    StoredJson json = StoredJson.of(ChecksummedJson.read(directory, FILE), location);
    json.requireVersion(VERSIONS);
    long settled = json.number("settled");
    if (settled < 0) {
      throw new DamagedFileException(location, 0, "settled 0 or more", "" + settled);
    }
    return settled;
  }

  /** The last entry that is known to have been durable in the log; empty before it began. */
  synchronized OptionalLong settled() {
    return settled;
  }

  /**
   * Begins to bear witness, unless it has before.
   *
   * @param entry the last one that is durable in the log, which has at least one
   */
  synchronized void begin(long entry) {
    if (settled.isEmpty() && !closed) {
      write(entry);
    }
  }

  /**
   * Makes it known, in the file too, that the log has an entry that is durable there. Does not
   * throw: the log has it all the same, and the next call tries again. A failure is logged when it
   * begins.
   */
  synchronized void advance(long entry) {
    if (closed || settled.isEmpty() || entry <= settled.getAsLong()) {
      return;
    }
    try {
      write(entry);
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        logger.warn(
            "cannot write down in {} that the log has entry {}", directory.location(), entry, e);
      }
      failing = true;
    }
  }

  private void write(long entry) {
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", VERSIONS.newest());
    json.put("settled", entry);
    ChecksummedJson.write(directory, FILE, json);
    settled = OptionalLong.of(entry);
  }

  /** Writes nothing from now on, for the directory may be deleted. */
  synchronized void close() {
    closed = true;
  }
}
