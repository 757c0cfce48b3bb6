package io.vicinal.core.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The rows of a growing segment by key, newest first.
 *
 * <p>An open-addressing table of 12 bytes a slot, at most half full, finds the newest row of a key;
 * each row knows the row before it with the same key. Nothing is removed, so that a reader of an
 * older state can step back to the rows of that state.
 *
 * <p>Protocol: one thread puts; any thread reads.
 *
 * <ol>
 *   <li>A put writes the key of a slot and the row's predecessor first, and the slot's head last,
 *       with release. Who sees the head sees the others.
 *   <li>A slot's key never changes once it has a head. A reader that meets an empty slot is done.
 *   <li>A table that grows is filled before it is published. A reader of the old one misses rows
 *       that were put since, which no view contains that was published before it began.
 * </ol>
 */
final class KeyMap {
  /** No row. */
  static final int NONE = -1;

  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  private volatile Table table = new Table(1 << 6);
  private volatile int[] previous = new int[1 << 6];
  private int keys;

  /** Heads are rows plus one, so that a new array is one of empty slots. */
  private static final class Table {
    private final long[] keys;
    private final int[] heads;

    Table(int slots) {
      keys = new long[slots];
      heads = new int[slots];
    }

    /** The slot of a key, or the empty one where it would be. */
    int slot(long key) {
      int mask = heads.length - 1;
      long mixed = key * 0x9e3779b97f4a7c15L;
      int slot = (int) (mixed >>> 32) & mask;
      while (head(slot) != 0 && keys[slot] != key) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    int head(int slot) {
      return (int) INTS.getAcquire(heads, slot);
    }

    void set(int slot, long key, int head) {
      keys[slot] = key;
      INTS.setRelease(heads, slot, head);
    }
  }

  /** The newest row of a key, or {@link #NONE}. */
  int newest(long key) {
    Table current = table;
    return current.head(current.slot(key)) - 1;
  }

  /** The row before {@code row} with the same key, or {@link #NONE}. */
  int previous(int row) {
    return previous[row];
  }

  /** Makes {@code row}, which is larger than all before, the newest of a key. */
  void put(long key, int row) {
    if (row >= previous.length) {
      previous = Arrays.copyOf(previous, Math.max(row + 1, 2 * previous.length));
    }
    Table current = table;
    int slot = current.slot(key);
    int head = current.head(slot);
    previous[row] = head - 1;
    if (head == 0 && 2 * ++keys > current.heads.length) {
      current = grown(current);
      slot = current.slot(key);
      current.set(slot, key, row + 1);
      table = current;
    } else {
      current.set(slot, key, row + 1);
    }
  }

  private static Table grown(Table old) {
    Table grown = new Table(2 * old.heads.length);
    for (int slot = 0; slot < old.heads.length; slot++) {
      if (old.heads[slot] != 0) {
        grown.set(grown.slot(old.keys[slot]), old.keys[slot], old.heads[slot]);
      }
    }
    return grown;
  }
}
