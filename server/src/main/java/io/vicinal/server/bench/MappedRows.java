package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.hnsw.VectorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors as the rows of a sealed segment have them: float32, one after the other, in a mapped
 * file. The file is a temporary one, which is gone when the process ends. Safe for use by several
 * threads; what is mapped stays so as long as this can be read.
 */
final class MappedRows implements VectorSource {
  private static final int WINDOW_BYTES = 1 << 30;

  private final int dimension;
  private final int windowRows;
  private final List<FloatBuffer> windows;

  private MappedRows(int dimension, int windowRows, List<FloatBuffer> windows) {
    this.dimension = dimension;
    this.windowRows = windowRows;
    this.windows = windows;
  }

  /** Writes the vectors to a file and maps it. */
  static MappedRows of(VectorSet base) {
    Path file = null;
    try {
      file = Files.createTempFile("vicinal-bench-", ".vectors");
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        write(base, channel);
        return map(base, channel);
      }
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot write vectors to the temporary file " + file, e);
    }
  }

  private static void write(VectorSet base, FileChannel channel) throws IOException {
    float[] vector = new float[base.dimension()];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < base.rows(); row++) {
      base.read(row, vector, 0);
      bytes.clear().asFloatBuffer().put(vector);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static MappedRows map(VectorSet base, FileChannel channel) throws IOException {
    int rowBytes = base.dimension() * Float.BYTES;
    int windowRows = WINDOW_BYTES / rowBytes;
    List<FloatBuffer> windows = new ArrayList<>();
    for (int row = 0; row < base.rows(); row += windowRows) {
      long bytes = (long) Math.min(windowRows, base.rows() - row) * rowBytes;
      windows.add(
          channel
              .map(FileChannel.MapMode.READ_ONLY, (long) row * rowBytes, bytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer());
    }
    return new MappedRows(base.dimension(), windowRows, windows);
  }

  @Override
  public void read(int row, float[] into, int offset) {
    windows.get(row / windowRows).get(row % windowRows * dimension, into, offset, dimension);
  }
}
