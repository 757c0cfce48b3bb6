package io.vicinal.core;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.BatchMessages;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.engine.Ending;
import io.vicinal.core.log.LogRecordType;
import io.vicinal.core.log.WriteAheadLog;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a collection: validated, logged, made durable, applied, in this order, so that nobody
 * reads what a crash could take back.
 *
 * <h2>Protocol</h2>
 *
 * <ol>
 *   <li>A writer appends its batch to the log and to the queue under {@code appendLock}: the queue
 *       has the order of the log.
 *   <li>It waits, without a lock, until the log has its record on disk. Writers share a sync.
 *   <li>It takes {@code applyLock} and applies what is in the queue up to its own record. All that
 *       is durable, since the log is durable from the front. Its own may have been applied by
 *       another writer before.
 * </ol>
 *
 * <p>Lock order: {@code applyLock} before {@code appendLock}. A batch is used only while its writer
 * is in {@link #write}.
 */
final class LoggedWrites {
  private static final Logger logger = LoggerFactory.getLogger(LoggedWrites.class);

  private final String location;
  private final CollectionEngine engine;
  private final WriteAheadLog log;
  private final ReentrantLock appendLock = new ReentrantLock();
  private final ReentrantLock applyLock = new ReentrantLock();
  private final Queue<PendingWrite> queue = new ArrayDeque<>();
  private long truncated;
  private boolean logClosed;
  private @Nullable Ending ending;
  private volatile @Nullable RuntimeException failure;

  private static final class PendingWrite {
    private final VectorSchemaRoot batch;
    private final long sequenceNumber;
    private @Nullable WriteResult result;

    PendingWrite(VectorSchemaRoot batch, long sequenceNumber) {
      this.batch = batch;
      this.sequenceNumber = sequenceNumber;
    }
  }

  private LoggedWrites(String location, CollectionEngine engine, WriteAheadLog log) {
    this.location = location;
    this.engine = engine;
    this.log = log;
    this.truncated = engine.durableSequence();
  }

  /** Applies what the log has beyond the engine's durable position, and is then ready to write. */
  static LoggedWrites recover(
      String location, CollectionEngine engine, WriteAheadLog log, BufferAllocator allocator) {
    Schema columns = ArrowSchemas.writes(engine.schema());
    log.replay(
        engine.durableSequence() + 1,
        (sequence, type, payload) -> {
          // Both hold write batches; the second kind, which nobody writes, none but deletes.
          switch (type) {
            case WRITE_BATCH, DELETE_BATCH -> {
              String record = location + ", record " + sequence + " of its log";
              try (VectorSchemaRoot batch =
                  BatchMessages.decode(payload, columns, allocator, record)) {
                engine.apply(sequence, List.of(batch));
              }
            }
          }
        });
    return new LoggedWrites(location, engine, log);
  }

  /** Writes a batch; when this returns it is durable and visible. */
  WriteResult write(VectorSchemaRoot batch) {
    engine.validate(batch);
    ByteBuffer payload = BatchMessages.encode(batch);
    PendingWrite write = append(batch, payload);
    try {
      log.commit(write.sequenceNumber);
    } catch (RuntimeException e) {
      withdraw(write);
      throw e;
    }
    return apply(write);
  }

  /** Seals what is in memory and cuts the log. */
  void flush() {
    engine.checkpoint();
    applyLock.lock();
    try {
      truncateLog();
    } finally {
      applyLock.unlock();
    }
  }

  /** Refuses writes from now on, waits for those under way, and closes the log. */
  void close(Ending how) {
    appendLock.lock();
    try {
      ending = how;
    } finally {
      appendLock.unlock();
    }
    applyLock.lock();
    try {
      logClosed = true;
      log.close();
      // All is durable now. Writers that waited for it find their writes applied.
      applyQueue(Long.MAX_VALUE);
    } finally {
      applyLock.unlock();
    }
  }

  private PendingWrite append(VectorSchemaRoot batch, ByteBuffer payload) {
    appendLock.lock();
    try {
      if (ending != null) {
        throw ending.error(location);
      }
      if (failure != null) {
        throw new VicinalException(
            ErrorCode.READ_ONLY,
            location + " takes no more writes since applying one failed; open the database again",
            failure);
      }
      long sequence = log.append(LogRecordType.WRITE_BATCH, payload);
      PendingWrite write = new PendingWrite(batch, sequence);
      queue.add(write);
      return write;
    } finally {
      appendLock.unlock();
    }
  }

  private WriteResult apply(PendingWrite own) {
    applyLock.lock();
    try {
      applyQueue(own.sequenceNumber);
      truncateLater();
      if (own.result == null) {
        throw new VicinalException(
            ErrorCode.UNKNOWN_OUTCOME,
            "write "
                + own.sequenceNumber
                + " to "
                + location
                + " is in the log but could not be applied; it will be when the database is opened"
                + " again",
            failure);
      }
      return own.result;
    } finally {
      applyLock.unlock();
    }
  }

  /** Applies the writes up to a number; holding applyLock. */
  private void applyQueue(long last) {
    for (PendingWrite next = poll(last); next != null; next = poll(last)) {
      applyNext(next);
    }
  }

  /**
   * Holding applyLock. After a failure nothing is applied, because the order of the log is kept,
   * and nothing new is logged.
   */
  private void applyNext(PendingWrite next) {
    if (failure != null) {
      return;
    }
    try {
      next.result = engine.apply(next.sequenceNumber, List.of(next.batch)).get(0);
    } catch (RuntimeException e) {
      // Every writer whose write is not applied is told, this one by apply().
      failure = e;
    }
  }

  /** The next of the queue up to a number, or null. */
  private @Nullable PendingWrite poll(long last) {
    appendLock.lock();
    try {
      PendingWrite head = queue.peek();
      return head != null && head.sequenceNumber <= last ? queue.poll() : null;
    } finally {
      appendLock.unlock();
    }
  }

  /** Takes back a write whose record may not be durable, unless another writer has applied it. */
  private void withdraw(PendingWrite write) {
    applyLock.lock();
    appendLock.lock();
    try {
      queue.remove(write);
    } finally {
      appendLock.unlock();
      applyLock.unlock();
    }
  }

  private void truncateLater() {
    try {
      truncateLog();
    } catch (VicinalException e) {
      // The write has succeeded. What could not be deleted is tried again after the next one.
      logger.warn("the log of {} could not be cut", location, e);
    }
  }

  /** Drops the log that a manifest made superfluous; holding applyLock. */
  private void truncateLog() {
    if (logClosed) {
      // The directory may be another's by now.
      return;
    }
    long durable = engine.durableSequence();
    if (durable > truncated) {
      log.truncateBefore(durable + 1);
      truncated = durable;
    }
  }
}
