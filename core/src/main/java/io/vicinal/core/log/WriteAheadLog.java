package io.vicinal.core.log;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.AppendableFile;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StorageDirectory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only sequence of records in files; what was committed is found again after a crash.
 *
 * <pre>{@code
 * WriteAheadLog log = WriteAheadLog.open(directory, owner, applied, options, timer);
 * log.replay(applied + 1, (sequence, type, payload) -> apply(sequence, type, payload));
 *
 * long sequence = log.append(LogRecordType.WRITE_BATCH, payload); // under the caller's write lock
 * apply(sequence, ...);
 * log.commit(sequence);                                           // outside of it: writers share
 * }</pre>
 *
 * <p>Every method may be called by any thread. An appended record survives a crash of the process;
 * a committed one survives what {@link SyncPolicy} says. The directory belongs to one log, and the
 * caller holds its lock.
 *
 * <p>When a sync fails nobody knows what is on the disk, and syncing again would not tell: the log
 * is read-only from then on, until it is opened anew.
 */
public final class WriteAheadLog implements AutoCloseable {
  /*
   * The lock and the turn. appendLock guards writing and the list of files; the turn of `durable`
   * is the right to sync. Who has appendLock may wait for the turn, never the other way round.
   * Replacing the active file takes both, so whoever has either of them knows it.
   *
   * Group commit, step by step:
   *
   *   1. append() writes the record and then raises `appended`.
   *   2. awaitDurable() reads `appended` in its turn, before it syncs. Every record up to that
   *      number was written before, by 1, to the active file or to one that was synced when it was
   *      replaced.
   *   3. It raises `durable` to that number, not to the value that `appended` has by then.
   *
   * So durable <= appended always, and no record is durable that a finished sync does not cover.
   */
  private static final Logger logger = LoggerFactory.getLogger(WriteAheadLog.class);

  private final StorageDirectory directory;
  private final UUID owner;
  private final LogOptions options;
  private final int epoch;
  private final ReentrantLock appendLock = new ReentrantLock();
  private final DurableSequence durable;

  private List<LogFile> files;
  private LogFileWriter active;
  private boolean closed;
  private Runnable stopTimer = () -> {};

  private volatile long appended;
  private volatile @Nullable Throwable failure;

  private WriteAheadLog(
      StorageDirectory directory,
      UUID owner,
      LogOptions options,
      List<LogFile> files,
      LogFileWriter active) {
    LogFile newest = files.get(files.size() - 1);
    this.directory = directory;
    this.owner = owner;
    this.options = options;
    this.files = files;
    this.active = active;
    this.epoch = newest.epoch();
    this.appended = newest.firstSequence() - 1;
    this.durable = new DurableSequence(appended);
  }

  /**
   * Opens the log in a directory, after a crash or for the first time, and begins a file of a new
   * epoch. Whatever records it holds are durable when this returns.
   *
   * @param directory where the files are; the log has it for itself
   * @param owner the collection, which every file and record names
   * @param appliedSequence the last record whose effect the caller has durably elsewhere, 0 for
   *     none: new records are numbered beyond it, even if the log itself has lost it
   * @param options the settings
   * @param timer runs the periodic sync, if the policy has one
   * @throws DamagedFileException when a record that was once durable is not there
   * @throws io.vicinal.core.io.UnsupportedFormatException when another release wrote the files
   */
  public static WriteAheadLog open(
      StorageDirectory directory,
      UUID owner,
      long appliedSequence,
      LogOptions options,
      SyncTimer timer) {
    LogRecovery recovery = LogRecovery.run(directory, owner);
    long firstSequence = Math.max(recovery.nextSequence(), appliedSequence + 1);
    LogFile newest = new LogFile(firstSequence, recovery.nextEpoch());
    List<LogFile> files = new ArrayList<>(recovery.files());
    // An empty file of that name is from an opening that wrote nothing: this one takes its place.
    files.removeIf(file -> file.firstSequence() == newest.firstSequence());
    files.add(newest);
    LogFileWriter active = new LogFileWriter(newest.create(directory, owner), newest, owner);
    WriteAheadLog log = new WriteAheadLog(directory, owner, options, List.copyOf(files), active);
    try {
      log.start(timer);
    } catch (RuntimeException e) {
      active.close();
      throw e;
    }
    return log;
  }

  private void start(SyncTimer timer) {
    if (options.syncPolicy().mode() == SyncPolicy.Mode.INTERVAL) {
      stopTimer = timer.every(options.syncPolicy().interval(), this::syncPeriodically);
    }
  }

  /**
   * Writes a record and returns its sequence number, one more than that of the record before it.
   * The record is the operating system's when this returns; it counts when {@link #commit} returns.
   *
   * @param payload the parts of the payload, from position to limit; positions stay as they are
   * @throws VicinalException {@link ErrorCode#TOO_LARGE} when the payload is; {@link
   *     ErrorCode#STORAGE_FAILURE} when the disk refuses, full perhaps: the record is not in the
   *     log, and the next may be; {@link ErrorCode#READ_ONLY} after a sync has failed
   */
  public long append(LogRecordType type, ByteBuffer... payload) {
    int payloadLength = requireLegalLength(payload);
    appendLock.lock();
    try {
      requireWritable();
      if (active.hasRecords() && wouldExceedFile(payloadLength)) {
        rotate();
      }
      long sequence = appended + 1;
      write(type, sequence, payload);
      appended = sequence;
      return sequence;
    } finally {
      appendLock.unlock();
    }
  }

  /**
   * Waits until a record is as durable as the sync policy promises, which is when it may be
   * acknowledged.
   *
   * @throws VicinalException as {@link #awaitDurable} does
   */
  public void commit(long sequence) {
    switch (options.syncPolicy().mode()) {
      case ALWAYS -> awaitDurable(sequence);
      case INTERVAL, NEVER -> requireNotLost(sequence);
    }
  }

  /**
   * Waits until a record is on the disk, whatever the policy.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_OUTCOME} when the sync fails, or one before
   *     it has: the record may or may not be found when the log is opened again
   */
  public void awaitDurable(long sequence) {
    requireAppended(sequence);
    if (sequence <= durable.value() || durable.reachedWithoutTurn(sequence)) {
      return;
    }
    try {
      if (!syncActive()) {
        throw unknownOutcome();
      }
    } finally {
      durable.endTurn();
    }
  }

  /** Makes all that was appended until now durable; see {@link #awaitDurable}. */
  public void sync() {
    awaitDurable(appended);
  }

  /**
   * Reads records from disk, in order, up to the last that was appended when this was called.
   * Others may append meanwhile, and truncate up to {@code fromSequence}.
   *
   * @param fromSequence the first record wanted, at most one more than the last there is
   * @throws DamagedFileException when one of the records is not there as it was written; the
   *     consumer has received those before it
   * @throws VicinalException {@link ErrorCode#FORMAT_TOO_NEW} when a record has a type that only a
   *     newer release knows
   */
  public void replay(long fromSequence, LogConsumer consumer) {
    snapshot().replay(fromSequence, consumer);
  }

  private LogReplay snapshot() {
    appendLock.lock();
    try {
      return new LogReplay(directory, owner, files, active.length(), appended);
    } finally {
      appendLock.unlock();
    }
  }

  /**
   * Deletes the files that hold only records before a sequence number. Call it with a number whose
   * predecessors all have their effect durably elsewhere, in a verified manifest.
   *
   * @throws VicinalException {@link ErrorCode#STORAGE_FAILURE} when the disk refuses; the next call
   *     deletes what stays
   */
  public void truncateBefore(long sequence) {
    List<LogFile> dropped = filesBefore(sequence);
    if (dropped.isEmpty()) {
      return;
    }
    // Oldest first: wherever this is interrupted, what stays has no gap. If the names come back
    // after a power failure they do no harm, and the next truncation takes them.
    for (LogFile file : dropped) {
      directory.delete(file.name());
      forget(file);
    }
    directory.sync();
  }

  private List<LogFile> filesBefore(long sequence) {
    appendLock.lock();
    try {
      int count = 0;
      while (count + 1 < files.size() && files.get(count + 1).firstSequence() <= sequence) {
        count++;
      }
      return files.subList(0, count);
    } finally {
      appendLock.unlock();
    }
  }

  /** After it was deleted: one that the disk keeps is the next truncation's to delete. */
  private void forget(LogFile file) {
    appendLock.lock();
    try {
      files = files.stream().filter(each -> !each.equals(file)).toList();
    } finally {
      appendLock.unlock();
    }
  }

  /**
   * The sequence number of the oldest record that the log still has, or would have if it had any.
   */
  public long firstSequence() {
    appendLock.lock();
    try {
      return files.get(0).firstSequence();
    } finally {
      appendLock.unlock();
    }
  }

  /** The sequence number of the last appended record, 0 before the first. */
  public long lastSequence() {
    return appended;
  }

  /** The sequence number up to which every record is known to be on the disk. */
  public long durableSequence() {
    return durable.value();
  }

  /** How often the log was opened, this time included. */
  public int epoch() {
    return epoch;
  }

  /**
   * Makes every record durable and closes the log; does nothing the second time.
   *
   * @throws VicinalException as {@link #awaitDurable} does; the log is closed nevertheless
   */
  @Override
  public void close() {
    stopTimer.run();
    appendLock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      // The name of an empty next file says that all before it was on the disk: a log that was
      // closed in order has no end that could be taken for torn.
      sync();
      if (failure == null && active.hasRecords()) {
        rotate();
      }
    } finally {
      closeActive();
      appendLock.unlock();
    }
  }

  private void closeActive() {
    durable.takeTurn();
    try {
      active.close();
    } finally {
      durable.endTurn();
    }
  }

  /** Holding appendLock. */
  private void write(LogRecordType type, long sequence, ByteBuffer[] payload) {
    long start = active.length();
    try {
      active.write(type, sequence, durable.value(), payload);
    } catch (VicinalException e) {
      undo(start, e);
      throw e;
    }
  }

  /** Removes what a failed write left, without which the next record would follow on garbage. */
  private void undo(long length, VicinalException cause) {
    try {
      active.truncate(length);
    } catch (VicinalException e) {
      cause.addSuppressed(e);
      fail(cause);
    }
  }

  /** Begins the next file; holding appendLock. */
  private void rotate() {
    durable.takeTurn();
    try {
      // First the records, then the name of the next file, which promises that they are on disk.
      if (!syncActive()) {
        throw readOnly();
      }
      LogFile next = new LogFile(appended + 1, epoch);
      List<LogFile> longer = new ArrayList<>(files);
      longer.add(next);
      LogFileWriter nextWriter = new LogFileWriter(create(next), next, owner);
      active.close();
      active = nextWriter;
      files = List.copyOf(longer);
    } finally {
      durable.endTurn();
    }
  }

  private AppendableFile create(LogFile next) {
    try {
      return next.create(directory, owner);
    } catch (VicinalException e) {
      // The name may be on the disk already: no record may go into the file before it any more.
      fail(e);
      throw readOnly();
    }
  }

  /** In the turn; false when this sync or an earlier one failed. */
  private boolean syncActive() {
    long covered = appended;
    if (failure == null && durable.value() < covered) {
      try {
        active.sync();
        durable.raise(covered);
      } catch (VicinalException e) {
        fail(e);
      } catch (RuntimeException | Error e) {
        // Whatever stopped it: what is on the disk is not known.
        fail(e);
        throw e;
      }
    }
    return failure == null;
  }

  private void syncPeriodically() {
    try {
      sync();
    } catch (Throwable e) {
      // The timer is nobody's caller, and would not call again. Whoever appends next is told.
      logger.error("the periodic sync of the log in {} failed", directory.location(), e);
    }
  }

  private void fail(Throwable cause) {
    failure = cause;
    logger.error("the log in {} is read-only from now on", directory.location(), cause);
  }

  private boolean wouldExceedFile(int payloadLength) {
    int recordLength = LogDescriptor.RECORD_HEADER_LENGTH + payloadLength;
    return active.length() + LogDescriptor.alignedLength(recordLength) > options.fileBytes();
  }

  private int requireLegalLength(ByteBuffer[] payload) {
    long length = LogFileWriter.remaining(payload);
    if (length > options.maxPayloadBytes()) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE,
          "expected a log record of at most "
              + options.maxPayloadBytes()
              + " bytes, found "
              + length
              + "; write smaller batches");
    }
    return (int) length;
  }

  private void requireWritable() {
    if (closed) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the log in " + directory.location() + " is closed");
    }
    if (failure != null) {
      throw readOnly();
    }
  }

  private void requireAppended(long sequence) {
    if (sequence > appended) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " was never appended; the last is " + appended);
    }
  }

  private void requireNotLost(long sequence) {
    requireAppended(sequence);
    if (failure != null && sequence > durable.value()) {
      throw unknownOutcome();
    }
  }

  private VicinalException readOnly() {
    return new VicinalException(
        ErrorCode.READ_ONLY,
        "the log in "
            + directory.location()
            + " accepts no writes since it failed; repair the disk and open it again",
        failure);
  }

  private VicinalException unknownOutcome() {
    return new VicinalException(
        ErrorCode.UNKNOWN_OUTCOME,
        "the log in "
            + directory.location()
            + " failed, and which of the records "
            + (durable.value() + 1)
            + " to "
            + appended
            + " are on the disk is not known; repair the disk and open it again",
        failure);
  }
}
