package io.vicinal.cluster.log;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A replicated log in memory, with a will of its own: it can hold entries back, and fail in the
 * ways in which a real one does. It checks what a log may expect of a state machine.
 */
public final class SimulatedReplicatedLog implements ReplicatedLog {
  private final String name;
  private final Disk disk;
  private final ReplicatedStateMachine machine;
  private final int maxEntryBytes;
  private final Queue<Pending> held = new ArrayDeque<>();
  private boolean holding;
  private boolean draining;
  private boolean closed;
  private @Nullable RuntimeException failure;
  private Outcome next = Outcome.APPLIED;
  private int left = Integer.MAX_VALUE;

  /** What becomes of the next entry. */
  public enum Outcome {
    /** It is in the log and applied. */
    APPLIED,
    /** It does not get into the log, and who submitted it is told so. */
    REFUSED,
    /** It does not get into the log, and who submitted it does not know. */
    LOST,
    /** It is in the log and applied, and who submitted it does not know. */
    UNACKNOWLEDGED
  }

  private record Pending(ByteBuffer entry, CompletableFuture<Applied> result, Outcome outcome) {}

  /** What survives a crash. */
  static final class Disk {
    private final List<Stored> entries = new ArrayList<>();
    private long term;
    private long last = -1;
    private long trimmed;

    private record Stored(LogPosition position, ByteBuffer bytes) {}

    synchronized Disk copy() {
      Disk copy = new Disk();
      copy.entries.addAll(entries);
      copy.term = term;
      copy.last = last;
      copy.trimmed = trimmed;
      return copy;
    }

    /** A new leader writes an entry of its own first, which is not for the state machine. */
    private synchronized void elect() {
      term++;
      last++;
    }

    private synchronized Stored append(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      Stored stored =
          new Stored(new LogPosition(term, ++last), ByteBuffer.wrap(copy).asReadOnlyBuffer());
      entries.add(stored);
      return stored;
    }

    private synchronized void trim(LogPosition durable) {
      entries.removeIf(entry -> !entry.position().isAfter(durable));
      trimmed = Math.max(trimmed, durable.sequenceNumber());
    }
  }

  private SimulatedReplicatedLog(
      String name, Disk disk, ReplicatedStateMachine machine, int maxEntryBytes) {
    this.name = name;
    this.disk = disk;
    this.machine = machine;
    this.maxEntryBytes = maxEntryBytes;
  }

  static SimulatedReplicatedLog open(
      String name, Disk disk, ReplicatedStateMachine machine, int maxEntryBytes) {
    if (disk.trimmed > machine.applied().sequenceNumber()) {
      throw new DamagedFileException(
          name, 0, "entries after " + machine.applied(), "those after " + disk.trimmed);
    }
    long applied = machine.applied().sequenceNumber();
    if ((applied > 0 ? Math.max(disk.last, applied) : disk.last)
        < machine.witnessed().orElse(disk.last)) {
      throw new DamagedFileException(
          name, 0, "entry " + machine.witnessed(), "entry " + disk.last + " as the last");
    }
    SimulatedReplicatedLog log = new SimulatedReplicatedLog(name, disk, machine, maxEntryBytes);
    for (Disk.Stored stored : List.copyOf(disk.entries)) {
      if (stored.position().isAfter(machine.applied()) && log.failure == null) {
        log.apply(stored);
      }
    }
    disk.elect();
    return log;
  }

  /** As {@link #open}, but it cannot write the entry of its own that a new leader writes. */
  static SimulatedReplicatedLog openOnAFullDisk(
      String name, Disk disk, ReplicatedStateMachine machine, int maxEntryBytes) {
    SimulatedReplicatedLog log = new SimulatedReplicatedLog(name, disk, machine, maxEntryBytes);
    log.failure = new IllegalStateException("No space left on device");
    return log;
  }

  /** Takes so many entries more, and refuses those that follow. */
  synchronized void refuseAfter(int entries) {
    left = entries;
  }

  /** From now on entries wait. */
  public synchronized void hold() {
    holding = true;
  }

  /** Lets entries go into the log that waited, and those that come. */
  public void release() {
    synchronized (this) {
      holding = false;
    }
    drain();
  }

  /** Decides about the next entry that is submitted. */
  public synchronized void next(Outcome outcome) {
    next = outcome;
  }

  /** How many entries were submitted and are in the log, of those that were not trimmed. */
  public int entries() {
    synchronized (disk) {
      return disk.entries.size();
    }
  }

  @Override
  public CompletableFuture<Applied> submit(ByteBuffer entry) {
    if (entry.remaining() > maxEntryBytes) {
      throw new AssertionError("an entry of " + entry.remaining() + " bytes in " + name);
    }
    CompletableFuture<Applied> result = new CompletableFuture<>();
    synchronized (this) {
      if (closed || failure != null) {
        return CompletableFuture.failedFuture(refusal());
      }
      if (left-- <= 0) {
        next = Outcome.REFUSED;
      }
      held.add(new Pending(entry, result, next));
      next = Outcome.APPLIED;
    }
    drain();
    return result;
  }

  @Override
  public int maxEntryBytes() {
    return maxEntryBytes;
  }

  @Override
  public synchronized CompletableFuture<Void> ready() {
    return failure == null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(refusal());
  }

  @Override
  public synchronized LogStatus status() {
    return new LogStatus(
        name,
        !closed,
        disk.last,
        machine.applied().sequenceNumber(),
        Optional.ofNullable(failure).map(cause -> "" + cause.getMessage()));
  }

  @Override
  public LogStorage storage() {
    return new LogStorage(name, 0, 0, 0, 0);
  }

  @Override
  public void trim() {
    disk.trim(checkedDurable());
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  /** One thread at a time takes entries, so that they are applied in the order of the log. */
  private void drain() {
    for (Pending pending = take(); pending != null; pending = take()) {
      Runnable completion = process(pending);
      synchronized (this) {
        draining = false;
      }
      completion.run();
    }
  }

  private synchronized @Nullable Pending take() {
    if (holding || draining || held.isEmpty()) {
      return null;
    }
    draining = true;
    return held.remove();
  }

  private Runnable process(Pending pending) {
    CompletableFuture<Applied> result = pending.result();
    if (pending.outcome() == Outcome.REFUSED) {
      return () -> result.completeExceptionally(refusal());
    }
    if (pending.outcome() == Outcome.LOST) {
      return () -> result.completeExceptionally(unknown());
    }
    Disk.Stored stored = disk.append(pending.entry());
    Applied applied = apply(stored);
    if (applied == null || pending.outcome() == Outcome.UNACKNOWLEDGED) {
      return () -> result.completeExceptionally(unknown());
    }
    return () -> result.complete(applied);
  }

  private @Nullable Applied apply(Disk.Stored stored) {
    if (failure != null) {
      return null;
    }
    try {
      ByteBuffer answer = machine.apply(stored.position(), stored.bytes().duplicate());
      checkedDurable();
      return new Applied(stored.position().sequenceNumber(), answer);
    } catch (RuntimeException e) {
      failure = e;
      return null;
    }
  }

  private LogPosition checkedDurable() {
    LogPosition durable = machine.durable();
    LogPosition applied = machine.applied();
    if (durable.isAfter(applied)) {
      throw new AssertionError(durable + " is durable, but only " + applied + " is applied");
    }
    return durable;
  }

  private VicinalException refusal() {
    return failure == null
        ? new VicinalException(ErrorCode.UNAVAILABLE, name + " takes no entries")
        : new VicinalException(ErrorCode.READ_ONLY, name + " takes no more entries", failure);
  }

  private VicinalException unknown() {
    return new VicinalException(
        ErrorCode.UNKNOWN_OUTCOME, "an entry may be in " + name + " or not", failure);
  }
}
