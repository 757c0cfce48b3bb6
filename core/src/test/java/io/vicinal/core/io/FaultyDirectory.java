package io.vicinal.core.io;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory in memory that fails on command, and that keeps apart what was written and what would
 * survive a power failure.
 *
 * <p>It is as forgetful as POSIX permits: bytes survive after a sync of their file, names after a
 * sync of their directory, and a sync that failed never makes its bytes durable, even when it is
 * repeated and succeeds. Subdirectories are created and deleted durably, as {@link
 * StorageDirectory#subdirectory} promises.
 *
 * <p>Safe for use by several threads.
 */
public final class FaultyDirectory implements StorageDirectory {
  /** What changes the disk: each one is a place to fail. */
  public enum Operation {
    /** A file is created. */
    CREATE,
    /** Bytes are written at the end of a file. */
    WRITE,
    /** A file is cut. */
    TRUNCATE,
    /** A file is synced. */
    SYNC,
    /** A file is renamed. */
    RENAME,
    /** A file is deleted. */
    DELETE,
    /** A directory is synced. */
    SYNC_DIRECTORY
  }

  /** What becomes of that which was not synced when the power fails. */
  public enum Unsynced {
    /** It is lost. */
    DROPPED,
    /** It is there: also what a killed process leaves. */
    KEPT,
    /** Some 512-byte sectors of each file are there, others not, and a prefix of the renames. */
    TORN
  }

  final SimulatedDisk disk;
  private final String location;
  private final Map<String, FaultyDirectory> children = new TreeMap<>();
  private SimulatedNames names = new SimulatedNames();
  private boolean locked;

  private FaultyDirectory(SimulatedDisk disk, String location) {
    this.disk = disk;
    this.location = location;
  }

  /** An empty directory on a disk without faults. */
  public static FaultyDirectory create() {
    return new FaultyDirectory(new SimulatedDisk(), "disk");
  }

  // ---- faults ------------------------------------------------------------------------------

  /** Lets the power fail when so many operations are done, counted from the first of all. */
  public FaultyDirectory crashAfter(int operations) {
    disk.crashAfter(operations);
    return this;
  }

  /** Lets the next operation of a kind fail once, with a reason such as "Input/output error". */
  public FaultyDirectory failNext(Operation operation, String reason) {
    disk.failNext(operation, reason);
    return this;
  }

  /** Lets writes beyond a total of so many bytes fail, half-way, with "No space left on device". */
  public FaultyDirectory capacity(long bytes) {
    disk.capacity(bytes);
    return this;
  }

  /** Runs an action before each operation of a kind, in the thread of the operation. */
  public FaultyDirectory before(Operation operation, Runnable action) {
    disk.before(operation, action);
    return this;
  }

  /** How many operations were done, on the whole disk. */
  public int operations() {
    return disk.operations();
  }

  /** How many operations of a kind were done, on the whole disk. */
  public int operations(Operation operation) {
    return disk.operations(operation);
  }

  /** A healthy disk with what a power failure now would leave. The seed decides what is torn. */
  public FaultyDirectory afterPowerFailure(Unsynced unsynced, long seed) {
    synchronized (disk) {
      return survivor(new SimulatedDisk(), new Survival(unsynced, seed));
    }
  }

  /** The bytes of a file, as a reader would find them. */
  public byte[] bytes(String file) {
    synchronized (disk) {
      return names.require(location, file).bytes();
    }
  }

  /** Gives a file other bytes, durably and behind everyone's back. */
  public void overwrite(String file, byte[] bytes) {
    synchronized (disk) {
      names.put(file, SimulatedFile.durable(bytes));
      names.sync();
    }
  }

  private FaultyDirectory survivor(SimulatedDisk newDisk, Survival survival) {
    FaultyDirectory copy = new FaultyDirectory(newDisk, location);
    copy.names = names.survivors(survival);
    children.forEach((name, child) -> copy.children.put(name, child.survivor(newDisk, survival)));
    return copy;
  }

  // ---- the directory -------------------------------------------------------------------------

  @Override
  public String location() {
    return location;
  }

  @Override
  public List<String> list() {
    synchronized (disk) {
      disk.requirePower();
      return names.list();
    }
  }

  @Override
  public List<String> subdirectories() {
    synchronized (disk) {
      disk.requirePower();
      return List.copyOf(children.keySet());
    }
  }

  @Override
  public boolean exists(String file) {
    return list().contains(StorageDirectory.requireName(file));
  }

  @Override
  public long length(String file) {
    synchronized (disk) {
      disk.requirePower();
      return names.require(location, file).length();
    }
  }

  @Override
  public AppendableFile create(String file) {
    StorageDirectory.requireName(file);
    SimulatedFile created = SimulatedFile.empty();
    disk.perform(
        Operation.CREATE,
        location(file),
        () -> {
          if (names.list().contains(file)) {
            throw new VicinalException(
                ErrorCode.STORAGE_FAILURE, "cannot create " + location(file) + ": it exists");
          }
          names.put(file, created);
        });
    return new FaultyFile(disk, location(file), created);
  }

  @Override
  public AppendableFile append(String file) {
    synchronized (disk) {
      disk.requirePower();
      return new FaultyFile(disk, location(file), names.require(location, file));
    }
  }

  @Override
  public ReadableFile open(String file) {
    synchronized (disk) {
      disk.requirePower();
      return new FaultyReader(disk, location(file), names.require(location, file));
    }
  }

  @Override
  public void rename(String from, String to) {
    StorageDirectory.requireName(to);
    disk.perform(Operation.RENAME, location(from), () -> names.rename(location, from, to));
  }

  @Override
  public void delete(String file) {
    if (exists(file)) {
      disk.perform(Operation.DELETE, location(file), () -> names.remove(file));
    }
  }

  @Override
  public FaultyDirectory subdirectory(String name) {
    StorageDirectory.requireName(name);
    synchronized (disk) {
      disk.requirePower();
      return children.computeIfAbsent(name, key -> new FaultyDirectory(disk, location(key)));
    }
  }

  @Override
  public void deleteSubdirectory(String name) {
    synchronized (disk) {
      disk.requirePower();
      children.remove(name);
    }
  }

  @Override
  public void sync() {
    disk.perform(Operation.SYNC_DIRECTORY, location, () -> names.sync());
  }

  @Override
  public DirectoryLock lock() {
    synchronized (disk) {
      if (locked) {
        throw new VicinalException(
            ErrorCode.DIRECTORY_IN_USE, "directory " + location + " is in use by this process");
      }
      locked = true;
    }
    return () -> locked = false;
  }

  private String location(String name) {
    return location + "/" + name;
  }

  private static final class FaultyReader implements ReadableFile {
    private final SimulatedDisk disk;
    private final String location;
    private final SimulatedFile file;

    FaultyReader(SimulatedDisk disk, String location, SimulatedFile file) {
      this.disk = disk;
      this.location = location;
      this.file = file;
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public long length() {
      synchronized (disk) {
        disk.requirePower();
        return file.length();
      }
    }

    @Override
    public void read(long position, ByteBuffer target) {
      synchronized (disk) {
        disk.requirePower();
        if (target.remaining() > file.length() - position) {
          throw new DamagedFileException(
              location,
              position,
              target.remaining() + " more bytes",
              (file.length() - position) + " bytes");
        }
        target.put(file.bytes(), (int) position, target.remaining());
      }
    }

    @Override
    public MappedRegion map(long position, long length) {
      ByteBuffer copy = ByteBuffer.allocateDirect(Math.toIntExact(length));
      read(position, copy);
      ByteBuffer view = copy.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
      return new MappedRegion() {
        @Override
        public ByteBuffer buffer() {
          return view;
        }

        @Override
        public void close() {
          // The copy belongs to the collector.
        }
      };
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
