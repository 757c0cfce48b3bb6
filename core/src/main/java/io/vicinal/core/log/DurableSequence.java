package io.vicinal.core.log;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a log is on the disk, and whose turn it is to get it further: the heart of group commit.
 *
 * <p>Whoever needs a record on the disk calls {@link #reachedWithoutTurn}. While another syncs it
 * waits; then its record is there, or it has the turn, syncs for everyone who is waiting, {@link
 * #raise}s the number and ends the turn. No lock is held during the sync, so those whom it served
 * leave at once and do not queue behind the next one.
 */
final class DurableSequence {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turnEnded = lock.newCondition();
  private boolean turnTaken;
  private volatile long value;

  DurableSequence(long value) {
    this.value = value;
  }

  /** The sequence number up to which every record is on the disk. It never decreases. */
  long value() {
    return value;
  }

  /**
   * Waits until a record is on the disk, and returns true, or until the turn to sync is the
   * caller's, and returns false: then {@link #endTurn} must follow.
   */
  boolean reachedWithoutTurn(long sequence) {
    lock.lock();
    try {
      while (turnTaken && sequence > value) {
        turnEnded.awaitUninterruptibly();
      }
      if (sequence <= value) {
        return true;
      }
      turnTaken = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the turn, whatever is on the disk: until its end nobody else syncs. */
  void takeTurn() {
    // No record has this number, so it is never reached.
    reachedWithoutTurn(Long.MAX_VALUE);
  }

  /** Says that a sync has covered the records up to a number. In the turn. */
  void raise(long sequence) {
    value = sequence;
  }

  /** Gives the turn to another and wakes all that wait. */
  void endTurn() {
    lock.lock();
    try {
      turnTaken = false;
      turnEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
