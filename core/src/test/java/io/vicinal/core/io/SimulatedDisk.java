package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What the files of one {@link FaultyDirectory} share: power, capacity, counters, faults. */
final class SimulatedDisk {
  private final Map<Operation, String> failures = new EnumMap<>(Operation.class);
  private final Map<Operation, Runnable> actions = new EnumMap<>(Operation.class);
  private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);
  private int operations;
  private int crashAfter = Integer.MAX_VALUE;
  private long capacity = Long.MAX_VALUE;
  private long used;

  synchronized void crashAfter(int limit) {
    crashAfter = limit;
  }

  synchronized void failNext(Operation operation, String reason) {
    failures.put(operation, reason);
  }

  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  synchronized void before(Operation operation, Runnable action) {
    actions.put(operation, action);
  }

  synchronized int operations() {
    return operations;
  }

  synchronized int operations(Operation operation) {
    return counts.getOrDefault(operation, 0);
  }

  synchronized void requirePower() {
    if (operations >= crashAfter) {
      throw new PowerFailure(operations);
    }
  }

  void perform(Operation operation, String location, Runnable effect) {
    perform(operation, location, effect, () -> {});
  }

  void perform(Operation operation, String location, Runnable effect, Runnable onFailure) {
    Runnable action;
    synchronized (this) {
      action = actions.getOrDefault(operation, () -> {});
    }
    action.run();
    synchronized (this) {
      requirePower();
      operations++;
      counts.merge(operation, 1, Integer::sum);
      String reason = failures.remove(operation);
      if (reason != null) {
        onFailure.run();
        throw failure(operation, location, reason);
      }
      effect.run();
    }
  }

  synchronized void write(String location, SimulatedFile file, byte[] bytes) {
    int room = (int) Math.max(0, Math.min(bytes.length, capacity - used));
    file.append(Arrays.copyOf(bytes, room));
    used += room;
    if (room < bytes.length) {
      throw failure(Operation.WRITE, location, "No space left on device");
    }
  }

  synchronized void truncate(SimulatedFile file, long length) {
    // Files that were there when the disk was made are not counted, nor is what is cut off them.
    used = Math.max(0, used - (file.length() - length));
    file.truncate(length);
  }

  private static VicinalException failure(Operation operation, String location, String reason) {
    return new VicinalException(
        ErrorCode.STORAGE_FAILURE, "cannot " + operation + " " + location + ": " + reason);
  }
}
