package io.vicinal.core.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file that a released version wrote, under {@code src/test/resources/golden/}. */
public final class GoldenFile {
  private GoldenFile() {}

  /** The bytes of a golden file, by its path below {@code golden/}. */
  public static byte[] read(String path) {
    try (InputStream input = GoldenFile.class.getResourceAsStream("/golden/" + path)) {
      if (input == null) {
        throw new AssertionError("no golden file " + path);
      }
      return input.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
