package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.core.io.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.metrics.Timekeeper;
import org.apache.ratis.metrics.impl.DefaultTimekeeperImpl;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.server.metrics.RaftLogMetricsBase;
import org.apache.ratis.server.metrics.SegmentedRaftLogMetrics;
import org.apache.ratis.thirdparty.com.codahale.metrics.Snapshot;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;

/** The files of an open log, and what Ratis measures when it syncs them. */
final class LogFiles {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Path directory;
  private final Timer syncs;

  private LogFiles(String name, Path directory, Timer syncs) {
    this.name = name;
    this.directory = directory;
    this.syncs = syncs;
  }

  /**
   * The files of a log that Ratis has open.
   *
   * @param name what the log is for
   * @param directory where its files are
   */
  static LogFiles of(String name, Path directory, RaftGroupMemberId member) {
    // Ratis has a registry for each log, and returns the one that there is.
    Timekeeper timekeeper =
        RaftLogMetricsBase.createRegistry(member).timer(SegmentedRaftLogMetrics.RAFT_LOG_SYNC_TIME);
    if (timekeeper instanceof DefaultTimekeeperImpl timer) {
      return new LogFiles(name, directory, timer.getTimer());
    }
    throw new IllegalStateException("Ratis measures with " + timekeeper + ", not with its default");
  }

  /** What they are at present. */
  LogStorage storage() {
    Snapshot recent = syncs.getSnapshot();
    return new LogStorage(
        name,
        bytes(),
        syncs.getCount(),
        recent.getMedian() / NANOS,
        recent.get99thPercentile() / NANOS);
  }

  private long bytes() {
    long bytes = 0;
    try {
      for (LogFile file : LogFile.all(directory)) {
        bytes += size(file.path());
      }
      return bytes;
    } catch (NoSuchFileException e) {
      // The log was deleted in the meantime.
      return bytes;
    } catch (IOException | DirectoryIteratorException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot list the files of the log in " + directory, e);
    }
  }

  /**
   * Makes the names of the files durable, and those of the directories they are in: Ratis syncs
   * their bytes only.
   */
  void syncNames() {
    for (Path each : List.of(directory, directory.resolve(".."), directory.resolve("../.."))) {
      FileSystemDirectory.open(each.normalize()).sync();
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      // It was trimmed, or closed under another name, since it was listed.
      return 0;
    }
  }
}
