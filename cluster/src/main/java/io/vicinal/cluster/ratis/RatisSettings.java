package io.vicinal.cluster.ratis;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings of Ratis, each with the reason why it is not left at its default. */
final class RatisSettings {
  /** What Ratis puts around our entry: numbers, the identity of the call, the envelope. */
  private static final int OVERHEAD_BYTES = 4096;

  /** What its log puts around that: a length before it and a checksum behind it. */
  private static final int FRAME_BYTES = 8;

  private static final int PREALLOCATED_BYTES = 1 << 20;
  private static final TimeDuration NEVER = TimeDuration.valueOf(1000, TimeUnit.DAYS);

  private RatisSettings() {}

  static RaftProperties of(RatisOptions options) {
    RaftProperties properties = new RaftProperties();
    address(properties);
    log(properties, options);
    snapshots(properties);
    timing(properties);
    return properties;
  }

  static void storage(RaftProperties properties, Path directory) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
  }

  /** A node without others to talk to listens where only this machine can reach it. */
  private static void address(RaftProperties properties) {
    GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Server.setPort(properties, 0);
  }

  private static void log(RaftProperties properties, RatisOptions options) {
    SizeInBytes entry = SizeInBytes.valueOf(options.maxEntryBytes() + (long) OVERHEAD_BYTES);
    SizeInBytes segment = SizeInBytes.valueOf(options.segmentBytes());
    // The size of the largest entry, and with it what an idle log costs.
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, entry);
    RaftServerConfigKeys.Log.setWriteBufferSize(
        properties, SizeInBytes.valueOf(entry.getSize() + FRAME_BYTES));
    GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(entry.getSize() + (4L << 20)));
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, segment);
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(PREALLOCATED_BYTES));
    // The default keeps 200 MB of entries a log in memory, for followers that lag.
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 1);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, segment);
    // An acknowledged entry is on the disk: spelt out, although these are the defaults.
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
    // A torn end is cut before Ratis sees it; everything else that cannot be read is damage.
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    // An entry after every commit that only says so costs a sync each. Our envelopes say it.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    // The default keeps a thousand entries, of whatever size, beyond what may go.
    RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
  }

  /** The state machine decides when its state is durable; Ratis never takes a snapshot itself. */
  private static void snapshots(RaftProperties properties) {
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
  }

  private static void timing(RaftProperties properties) {
    // A group of one has nobody to wait for before it elects itself.
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(5));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(10));
    // A laptop that slept, or a long pause of the collector, is no reason to close the server or to
    // give up a leadership that nobody else could take.
    RaftServerConfigKeys.setCloseThreshold(properties, NEVER);
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, NEVER);
    // Ratis warns of every pause of a third of a second.
    RaftServerConfigKeys.setSleepDeviationThreshold(
        properties, TimeDuration.valueOf(5, TimeUnit.SECONDS));
    // Calls are made in this process and never repeated with the same number.
    RaftServerConfigKeys.RetryCache.setExpiryTime(
        properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
  }

  private static TimeDuration millis(int count) {
    return TimeDuration.valueOf(count, TimeUnit.MILLISECONDS);
  }
}
