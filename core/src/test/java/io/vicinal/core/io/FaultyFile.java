package io.vicinal.core.io;

import io.vicinal.core.io.FaultyDirectory.Operation;
import java.nio.ByteBuffer;

/** A file of a {@link FaultyDirectory}, open for writing. */
final class FaultyFile implements AppendableFile {
  private final SimulatedDisk disk;
  private final String location;
  private final SimulatedFile file;
  private volatile boolean open = true;

  FaultyFile(SimulatedDisk disk, String location, SimulatedFile file) {
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
      return file.length();
    }
  }

  @Override
  public int write(ByteBuffer source) {
    requireOpen();
    byte[] bytes = new byte[source.remaining()];
    source.duplicate().get(bytes);
    disk.perform(Operation.WRITE, location, () -> disk.write(location, file, bytes));
    source.position(source.limit());
    return bytes.length;
  }

  @Override
  public void truncate(long length) {
    requireOpen();
    disk.perform(Operation.TRUNCATE, location, () -> disk.truncate(file, length));
  }

  @Override
  public void sync() {
    requireOpen();
    disk.perform(Operation.SYNC, location, file::sync, file::forgetUnsynced);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException(location + " is closed");
    }
  }
}
