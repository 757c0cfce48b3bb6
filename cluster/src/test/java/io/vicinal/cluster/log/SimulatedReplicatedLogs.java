package io.vicinal.cluster.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Replicated logs in memory, whose disk outlives them: after {@link #restarted} the entries are
 * there again. Everything is done by the thread that submits, in an order that repeats.
 */
public final class SimulatedReplicatedLogs implements ReplicatedLogs {
  /** The largest entry unless chosen otherwise. */
  public static final int MAX_ENTRY_BYTES = 1 << 20;

  private final Map<UUID, SimulatedReplicatedLog.Disk> disks;
  private final int maxEntryBytes;
  private final List<SimulatedReplicatedLog> open = new ArrayList<>();
  private boolean full;

  private SimulatedReplicatedLogs(Map<UUID, SimulatedReplicatedLog.Disk> disks, int maxEntryBytes) {
    this.disks = disks;
    this.maxEntryBytes = maxEntryBytes;
  }

  /** Logs of a node that was never started. */
  public static SimulatedReplicatedLogs create() {
    return create(MAX_ENTRY_BYTES);
  }

  /** As above, with another limit for an entry. */
  public static SimulatedReplicatedLogs create(int maxEntryBytes) {
    return new SimulatedReplicatedLogs(new HashMap<>(), maxEntryBytes);
  }

  /** The logs after a restart of the node, be it after a crash: what was durable is there. */
  public SimulatedReplicatedLogs restarted() {
    Map<UUID, SimulatedReplicatedLog.Disk> copies = new HashMap<>();
    disks.forEach((group, disk) -> copies.put(group, disk.copy()));
    return new SimulatedReplicatedLogs(copies, maxEntryBytes);
  }

  @Override
  public synchronized Set<UUID> onDisk() {
    return Set.copyOf(disks.keySet());
  }

  @Override
  public synchronized SimulatedReplicatedLog open(
      UUID group, String name, ReplicatedStateMachine machine) {
    SimulatedReplicatedLog.Disk disk =
        disks.computeIfAbsent(group, each -> new SimulatedReplicatedLog.Disk());
    SimulatedReplicatedLog log =
        full
            ? SimulatedReplicatedLog.openOnAFullDisk(name, disk, machine, maxEntryBytes)
            : SimulatedReplicatedLog.open(name, disk, machine, maxEntryBytes);
    open.add(log);
    return log;
  }

  /** From now on no log that is opened gets ready, and the log of the metadata takes no more. */
  public synchronized void fillTheDisk() {
    full = true;
    first().refuseAfter(1);
  }

  /** The log that was opened first, which is that of the metadata. */
  public synchronized SimulatedReplicatedLog first() {
    return open.get(0);
  }

  @Override
  public synchronized void delete(UUID group) {
    disks.remove(group);
  }

  @Override
  public synchronized void close() {
    open.forEach(SimulatedReplicatedLog::close);
  }
}
