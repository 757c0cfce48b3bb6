package io.vicinal.core.hnsw;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.quantization.VectorCoder;
import java.util.UUID;

/** Writes and reads {@link CodesFormat}. */
final class CodesFile {
  private CodesFile() {}

  /** Writes the codes of an index to which nobody is adding rows, and syncs the file's bytes. */
  static void write(
      CodeStorage codes,
      VectorStorage vectors,
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
      coder.writeTo(output);
      codes.writeTo(output, vectors.size());
      output.finish();
    }
  }

  /**
   * Reads codes.
   *
   * @throws DamagedFileException when they are not those of {@code vectors}
   */
  static CodeStorage read(
      StorageDirectory directory, String file, UUID owner, VectorStorage vectors) {
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
      int bits = input.getInt();
      if (bits != 4 && bits != 8) {
        throw new DamagedFileException(
            input.location(), CodesFormat.BITS_OFFSET, "4 or 8 bits", String.valueOf(bits));
      }
      int needed = VectorCoder.linesFor(bits, components);
      int lines = require(input, CodesFormat.LINES_OFFSET, needed, needed, "lines");
      long length =
          VectorCoder.length(dimension, components) + (long) rows * lines * CodesFormat.LINE_BYTES;
      if (input.remaining() != length) {
        throw new DamagedFileException(
            input.location(),
            CodesFormat.MEAN_OFFSET,
            length + " bytes of axes and codes",
            input.remaining() + " bytes");
      }
      VectorCoder coder =
          VectorCoder.read(input, vectors.metric().metric(), dimension, bits, components);
      CodeStorage codes = new CodeStorage(coder, rows);
      codes.readFrom(input, rows);
      input.finish();
      return codes;
    }
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
