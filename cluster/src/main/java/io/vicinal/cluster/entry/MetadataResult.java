package io.vicinal.cluster.entry;

import java.nio.ByteBuffer;

/**
 * What an entry of the log of the metadata did. A change that was not possible is a result like any
 * other: every replica comes to the same, and the log goes on.
 */
public enum MetadataResult {
  /** The change was made. */
  DONE(0),
  /** Nothing: there is a collection of that name. */
  NAME_TAKEN(1),
  /** Nothing: there is no collection of that number. */
  NO_COLLECTION(2);

  private final int code;

  MetadataResult(int code) {
    this.code = code;
  }

  /** The result of an entry. */
  public ByteBuffer encode() {
    return ByteBuffer.wrap(new byte[] {(byte) code});
  }

  /** The inverse of {@link #encode}. */
  public static MetadataResult decode(ByteBuffer bytes) {
    int found = bytes.get(bytes.position());
    for (MetadataResult result : values()) {
      if (result.code == found) {
        return result;
      }
    }
    throw new IllegalArgumentException("no result of a change of metadata: " + found);
  }
}
