package io.vicinal.cluster;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.BatchMessages;
import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.engine.Ending;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of a collection on this node: an engine, and the replicated log whose entries it applies.
 *
 * <p>Reads go to the engine. A write is in the engine when its caller is told so, hence every later
 * read sees it.
 */
final class Shard {
  private static final Logger logger = LoggerFactory.getLogger(Shard.class);

  private final String name;
  private final UUID group;
  private final CollectionEngine engine;
  private final ShardStateMachine machine;
  private final ReplicatedLog log;
  private final LogWitness witness;
  private final WriteGathering writes;

  private Shard(
      String name,
      UUID group,
      CollectionEngine engine,
      ShardStateMachine machine,
      ReplicatedLog log,
      LogWitness witness,
      WriteBudget budget) {
    this.name = name;
    this.group = group;
    this.engine = engine;
    this.machine = machine;
    this.log = log;
    this.witness = witness;
    this.writes = new WriteGathering(name, log, budget);
  }

  /**
   * Opens a shard, or creates an empty one; it is complete after {@link #awaitReady}.
   *
   * @throws io.vicinal.core.io.DamagedFileException when there is a log and no manifest, or none of
   *     the log that there was; see {@link LogEvidence}
   */
  static Shard open(ShardHome home, ReplicatedLogs logs) {
    Set<UUID> onDisk = logs.onDisk();
    if (!home.hasManifest()) {
      LogEvidence.requireNoLog(home.group(), onDisk, home.firstManifest());
    }
    CollectionEngine engine = home.openEngine();
    try {
      LogWitness witness = LogWitness.open(home.directory());
      ShardStateMachine machine =
          new ShardStateMachine(home.name(), engine, home.context().memory().allocator(), witness);
      LogEvidence.of(machine).requireLog(home.group(), onDisk, home.name(), home.location());
      ReplicatedLog log = logs.open(home.group(), home.name(), machine);
      return new Shard(
          home.name(), home.group(), engine, machine, log, witness, home.context().budget());
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Waits until everything that was acknowledged before can be read. From then on it takes writes,
   * and a log that is gone does not pass for one that is new.
   */
  void awaitReady() {
    Futures.await(log.ready(), "the log of " + name);
    witness.begin(settled());
  }

  /** Writes down how far the log went by now, if that can be written. */
  void bearWitness() {
    witness.advance(settled());
  }

  CollectionEngine engine() {
    return engine;
  }

  LogStatus status() {
    return log.status();
  }

  LogStorage logStorage() {
    return log.storage();
  }

  /** Refuses a write before any shard has a part of it, if this one cannot take its own. */
  void requireWritable() {
    LogStatus status = log.status();
    if (status.failure().isPresent()) {
      throw new VicinalException(
          ErrorCode.READ_ONLY, name + " takes no more writes: " + status.failure().get());
    }
  }

  /** Writes a batch that {@link CollectionEngine#validate} accepted; it is copied at once. */
  CompletableFuture<WriteResult> write(VectorSchemaRoot batch) {
    return writes.write(BatchMessages.encode(batch));
  }

  /** Seals what is in memory and lets go of the log before it. */
  void flush() {
    engine.checkpoint();
    log.trim();
  }

  /** What keeps the log short, to be called from time to time. */
  LogUpkeep upkeep(ShardedOptions options, long now) {
    return new LogUpkeep(name, engine, log, machine::appliedBytes, options, now);
  }

  /** Takes no more writes and finishes those under way. */
  void closeWrites() {
    writes.close(Ending.CLOSED);
  }

  /** Closes the log, then what its entries act upon. */
  void close() {
    close(Ending.CLOSED);
  }

  /** Closes the shard and deletes its log; its files are the caller's to delete. */
  void drop(ReplicatedLogs logs) {
    close(Ending.DROPPED);
    logs.delete(group);
    logger.info("{} was dropped", name);
  }

  /** What is applied was durable before. */
  private long settled() {
    return engine.applied().sequenceNumber();
  }

  private void close(Ending how) {
    writes.close(how);
    try {
      log.close();
      if (how == Ending.CLOSED) {
        bearWitness();
      }
    } finally {
      witness.close();
      engine.close(how);
    }
  }
}
