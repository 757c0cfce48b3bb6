package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of vectors in the format of the TEXMEX collections, mapped. Safe for use by several
 * threads.
 *
 * <p>Every row is its number of components, an int32, and then these; little-endian, no header. All
 * rows are of one length. The components are those that the name says: float32 in {@code .fvecs},
 * uint8 in {@code .bvecs}, int32 in {@code .ivecs}.
 */
final class TexmexFile {
  /** What a row consists of. */
  enum Component {
    FVECS(Float.BYTES),
    BVECS(Byte.BYTES),
    IVECS(Integer.BYTES);

    private final int bytes;

    Component(int bytes) {
      this.bytes = bytes;
    }

    String suffix() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int WINDOW_BYTES = 1 << 30;

  private final Path path;
  private final Component component;
  private final int width;
  private final int rows;
  private final int windowRows;
  private final List<ByteBuffer> windows;

  private TexmexFile(Path path, Component component, int width, int rows, FileChannel channel)
      throws IOException {
    this.path = path;
    this.component = component;
    this.width = width;
    this.rows = rows;
    this.windowRows = Math.max(1, WINDOW_BYTES / rowBytes());
    this.windows = new ArrayList<>();
    for (int row = 0; row < rows; row += windowRows) {
      long bytes = (long) Math.min(windowRows, rows - row) * rowBytes();
      windows.add(
          channel
              .map(FileChannel.MapMode.READ_ONLY, (long) row * rowBytes(), bytes)
              .order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /**
   * Opens a file of vectors, {@code .fvecs} or {@code .bvecs}.
   *
   * @throws VicinalException naming the file, if it is missing, empty, cut off or of another kind
   */
  static TexmexFile ofVectors(Path path) {
    return open(path, Set.of(Component.FVECS, Component.BVECS));
  }

  /** Opens a file of row numbers, {@code .ivecs}; otherwise as {@link #ofVectors}. */
  static TexmexFile ofRowNumbers(Path path) {
    return open(path, Set.of(Component.IVECS));
  }

  private static TexmexFile open(Path path, Set<Component> allowed) {
    Component component = component(path, allowed);
    if (!Files.isRegularFile(path)) {
      throw invalid("there is no file " + path);
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer first = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      if (channel.read(first, 0) < Integer.BYTES) {
        throw invalid(path + " is empty; expected rows of " + component.suffix());
      }
      int width = first.getInt(0);
      if (width < 1) {
        throw invalid(path + " begins with a row of " + width + " components; expected 1 or more");
      }
      long rowBytes = Integer.BYTES + (long) width * component.bytes;
      long length = channel.size();
      if (rowBytes > WINDOW_BYTES || length % rowBytes != 0) {
        throw invalid(
            path
                + " has "
                + length
                + " bytes, which is no whole number of rows of "
                + rowBytes
                + " bytes ("
                + width
                + " components): the file is cut off, or not in the format "
                + component.suffix());
      }
      return new TexmexFile(path, component, width, Math.toIntExact(length / rowBytes), channel);
    } catch (IOException e) {
      throw new VicinalException(ErrorCode.STORAGE_FAILURE, "cannot read " + path, e);
    }
  }

  private static Component component(Path path, Set<Component> allowed) {
    Set<String> suffixes = new TreeSet<>();
    for (Component component : allowed) {
      suffixes.add(component.suffix());
      if (path.toString().endsWith(component.suffix())) {
        return component;
      }
    }
    throw invalid(
        "the name '"
            + path
            + "' says nothing of the format; expected one that ends in "
            + suffixes);
  }

  Path path() {
    return path;
  }

  int rows() {
    return rows;
  }

  /** Components of a row. */
  int width() {
    return width;
  }

  /** Copies a row of vectors. */
  void read(int row, float[] into, int offset) {
    ByteBuffer components = components(row);
    if (component == Component.FVECS) {
      components.asFloatBuffer().get(into, offset, width);
    } else {
      for (int i = 0; i < width; i++) {
        into[offset + i] = Byte.toUnsignedInt(components.get(i));
      }
    }
  }

  /** A row of vectors. */
  float[] vector(int row) {
    float[] vector = new float[width];
    read(row, vector, 0);
    return vector;
  }

  /** A row of row numbers. */
  int[] rowNumbers(int row) {
    int[] numbers = new int[width];
    components(row).asIntBuffer().get(numbers);
    return numbers;
  }

  private ByteBuffer components(int row) {
    ByteBuffer window = windows.get(row / windowRows);
    int start = row % windowRows * rowBytes();
    int found = window.getInt(start);
    if (found != width) {
      throw invalid(
          path + ", row " + row + ": " + found + " components; expected " + width + " as in row 0");
    }
    return window
        .slice(start + Integer.BYTES, width * component.bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private int rowBytes() {
    return Integer.BYTES + width * component.bytes;
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
