package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** Writes which rows pass each filter, as .bvecs: a 1 or a 0 for each row. For one thread. */
final class MatchesFile implements AutoCloseable {
  private final Path path;
  private final OutputStream output;
  private final int rows;

  private MatchesFile(Path path, OutputStream output, int rows) {
    this.path = path;
    this.output = output;
    this.rows = rows;
  }

  /** Creates a file, or empties it. */
  static MatchesFile create(Path path, int rows) {
    try {
      return new MatchesFile(path, Files.newOutputStream(path), rows);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** Appends which rows pass the next filter. */
  void append(IntPredicate accepts) {
    ByteBuffer line = ByteBuffer.allocate(Integer.BYTES + rows).order(ByteOrder.LITTLE_ENDIAN);
    line.putInt(rows);
    for (int row = 0; row < rows; row++) {
      line.put((byte) (accepts.test(row) ? 1 : 0));
    }
    try {
      output.write(line.array());
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  @Override
  public void close() {
    try {
      output.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static VicinalException failed(Path path, IOException e) {
    return new VicinalException(
        ErrorCode.INVALID_ARGUMENT, "cannot write " + path + ": " + e.getMessage(), e);
  }
}
