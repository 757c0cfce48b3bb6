package io.vicinal.core.io;

import java.util.Arrays;

/** The bytes of a file: as written, and as they would be found after a power failure. */
final class SimulatedFile {
  private byte[] written;
  private byte[] durable;
  private boolean forgetful;

  private SimulatedFile(byte[] written, byte[] durable) {
    this.written = written;
    this.durable = durable;
  }

  static SimulatedFile empty() {
    return durable(new byte[0]);
  }

  static SimulatedFile durable(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new SimulatedFile(copy, copy);
  }

  byte[] bytes() {
    return written.clone();
  }

  int length() {
    return written.length;
  }

  void append(byte[] bytes) {
    int end = written.length;
    written = Arrays.copyOf(written, end + bytes.length);
    System.arraycopy(bytes, 0, written, end, bytes.length);
  }

  void truncate(long length) {
    written = Arrays.copyOf(written, Math.toIntExact(length));
  }

  void sync() {
    if (!forgetful) {
      durable = written;
    }
  }

  /** After a failed sync the pages count as clean: no later sync writes them. */
  void forgetUnsynced() {
    forgetful = true;
  }

  SimulatedFile survivor(Survival survival) {
    return durable(survival.bytes(durable, written));
  }
}
