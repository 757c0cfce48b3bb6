package io.vicinal.core.hnsw;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.quantization.CodeShape;
import io.vicinal.core.quantization.VectorCoder;
import java.util.UUID;

/** Writes and reads {@link CodesFormat}. */
final class CodesFile {
  private CodesFile() {}

  /** Writes the codes of an index to which nobody is adding rows, and syncs the file's bytes. */
  static void write(
      CodeStorage codes,
      IndexVectors vectors,
      StorageDirectory directory,
      String file,
      UUID owner) {
    VectorCoder coder = codes.coder();
    FileHeader header = new FileHeader(FileKind.CODES, CodesFormat.VERSION, owner);
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, file, header)) {
      output.putInt(vectors.size());
      output.putInt(vectors.dimension());
      output.putInt(HnswGraphFile.code(vectors.metric().metric()));
      output.putInt(coder.components());
      output.putInt(coder.bits());
      output.putInt(coder.lines());
      output.putInt(coder.shape().projection());
      coder.writeTo(output);
      codes.writeTo(output, vectors.size());
      output.finish();
    }
  }

  /**
   * Reads codes.
   *
   * @param oversampling at most so many times k candidates are compared by their vectors
   * @throws DamagedFileException when they are not those of {@code vectors}
   */
  static CodeStorage read(
      StorageDirectory directory,
      String file,
      UUID owner,
      IndexVectors vectors,
      double oversampling) {
    try (ChecksummedInput input =
        ChecksummedInput.open(directory, file, FileKind.CODES, CodesFormat.SUPPORTED)) {
      input.header().requireOwner(input.location(), owner);
      int rows = vectors.size();
      int dimension = vectors.dimension();
      int metric = HnswGraphFile.code(vectors.metric().metric());
      require(input, CodesFormat.ROWS_OFFSET, rows, rows, "rows");
      require(input, CodesFormat.DIMENSION_OFFSET, dimension, dimension, "dimension");
      require(input, CodesFormat.METRIC_OFFSET, metric, metric, "metric code");
      int components = require(input, CodesFormat.COMPONENTS_OFFSET, 1, dimension, "components");
      CodeShape shape = shape(input, components);
      long length = shape.length(dimension) + (long) rows * shape.lines() * CodesFormat.LINE_BYTES;
      if (input.remaining() != length) {
        throw new DamagedFileException(
            input.location(),
            CodesFormat.MEAN_OFFSET,
            length + " bytes of a projection and codes",
            input.remaining() + " bytes");
      }
      VectorCoder coder = VectorCoder.read(input, vectors.metric().metric(), dimension, shape);
      CodeStorage codes = new CodeStorage(coder, rows, oversampling);
      codes.readFrom(input, rows);
      input.finish();
      return codes;
    }
  }

  private static CodeShape shape(ChecksummedInput input, int components) {
    int bits = input.getInt();
    if (!CodeShape.isLegal(bits)) {
      throw new DamagedFileException(
          input.location(), CodesFormat.BITS_OFFSET, "8, 7, 4 or 1 bits", String.valueOf(bits));
    }
    int needed = VectorCoder.linesFor(bits, components);
    require(input, CodesFormat.LINES_OFFSET, needed, needed, "lines");
    int projection =
        input.header().version() < CodesFormat.FIRST_WITH_PROJECTION
            ? CodeShape.AXES
            : input.getInt();
    return CodeShape.of(projection, components, bits)
        .orElseThrow(
            () ->
                new DamagedFileException(
                    input.location(),
                    CodesFormat.PROJECTION_OFFSET,
                    "the number of a projection",
                    String.valueOf(projection)));
  }

  private static int require(
      ChecksummedInput input, int offset, int least, int greatest, String what) {
    int found = input.getInt();
    if (found < least || found > greatest) {
      String expected = least == greatest ? "" + least : least + " to " + greatest;
      throw new DamagedFileException(
          input.location(), offset, what + " " + expected, String.valueOf(found));
    }
    return found;
  }
}
