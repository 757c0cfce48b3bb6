package io.vicinal.core.segment;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.MappedRegion;
import io.vicinal.core.io.ReadableFile;
import io.vicinal.core.io.StorageDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of a sealed segment: an Arrow IPC file that pyarrow, DuckDB and Polars open, each record
 * batch a chunk. It has no frame of ours; length and checksum are in the segment's descriptor.
 *
 * <p>Each batch is mapped by itself, so that a file may be larger than a mapping, and its columns
 * lie in the mapping: nothing is copied. A batch is unmapped after the last user of its buffers.
 */
final class RowsFile {
  static final String FILE = "rows.arrow";

  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;
  private static final int CONTINUATION = -1;

  private RowsFile() {}

  /** Writes and syncs the file; its name is the caller's to sync. */
  static FileChecksum write(
      StorageDirectory directory,
      Schema schema,
      Iterable<RowChunk> chunks,
      BufferAllocator allocator) {
    try (ChecksummedOutput output = ChecksummedOutput.create(directory, FILE);
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, output)) {
      writer.start();
      for (RowChunk chunk : chunks) {
        share(chunk, root);
        writer.writeBatch();
        root.clear();
      }
      writer.end();
      output.sync();
      return output.fileChecksum();
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "writing " + FILE + " in " + directory.location(), e);
    }
  }

  private static void share(RowChunk chunk, VectorSchemaRoot root) {
    for (FieldVector target : root.getFieldVectors()) {
      chunk.column(target.getName()).makeTransferPair(target).splitAndTransfer(0, chunk.rowCount());
    }
    root.setRowCount(chunk.rowCount());
  }

  /**
   * Maps the file; the caller is the first user of each chunk.
   *
   * @throws DamagedFileException when it is not an Arrow file with these columns
   */
  static List<RowChunk> map(StorageDirectory directory, Schema schema, BufferAllocator allocator) {
    List<RowChunk> chunks = new ArrayList<>();
    try (ReadableFile file = directory.open(FILE)) {
      ArrowFooter footer = footer(file);
      if (!footer.getSchema().getFields().equals(schema.getFields())) {
        throw new DamagedFileException(
            file.location(), 0, "the columns " + schema, "" + footer.getSchema());
      }
      for (ArrowBlock block : footer.getRecordBatches()) {
        chunks.add(mapBatch(file, block, schema, allocator));
      }
      return chunks;
    } catch (RuntimeException e) {
      chunks.forEach(RowChunk::release);
      throw e;
    }
  }

  private static ArrowFooter footer(ReadableFile file) {
    long length = file.length();
    require(file, length >= MAGIC.length + TAIL, 0, "an Arrow file", length + " bytes");
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    file.read(length - TAIL, tail);
    int footerLength = tail.getInt(0);
    byte[] magic = Arrays.copyOfRange(tail.array(), Integer.BYTES, TAIL);
    require(
        file,
        Arrays.equals(magic, MAGIC) && footerLength > 0 && footerLength <= length - TAIL,
        length - TAIL,
        "the end of an Arrow file",
        "a footer of " + footerLength + " bytes and " + Arrays.toString(magic));
    ByteBuffer bytes = ByteBuffer.allocate(footerLength).order(ByteOrder.LITTLE_ENDIAN);
    file.read(length - TAIL - footerLength, bytes);
    return new ArrowFooter(Footer.getRootAsFooter(bytes.rewind()));
  }

  private static RowChunk mapBatch(
      ReadableFile file, ArrowBlock block, Schema schema, BufferAllocator allocator) {
    long length = block.getMetadataLength() + block.getBodyLength();
    MappedRegion region = file.map(block.getOffset(), length);
    ByteBuffer bytes = region.buffer();
    ArrowBuf memory = allocator.wrapForeignAllocation(new MappedAllocation(region));
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    boolean loaded = false;
    try {
      int prefix = bytes.getInt(0) == CONTINUATION ? 2 * Integer.BYTES : Integer.BYTES;
      Message message =
          Message.getRootAsMessage(bytes.slice(prefix, block.getMetadataLength() - prefix));
      require(
          file,
          message.headerType() == MessageHeader.RecordBatch,
          block.getOffset(),
          "a record batch",
          "a message of type " + message.headerType());
      ArrowBuf body = memory.slice(block.getMetadataLength(), block.getBodyLength());
      // The batch consumes one use of the memory and has taken one for each of its buffers.
      memory.getReferenceManager().retain();
      try (ArrowRecordBatch batch = MessageSerializer.deserializeRecordBatch(message, body)) {
        new VectorLoader(root).load(batch);
      }
      loaded = true;
      return RowChunk.of(root);
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.DAMAGED_FILE, "a record batch of " + file.location() + " is unreadable", e);
    } finally {
      memory.close();
      if (!loaded) {
        root.close();
      }
    }
  }

  private static void require(
      ReadableFile file, boolean legal, long offset, String expected, String found) {
    if (!legal) {
      throw new DamagedFileException(file.location(), offset, expected, found);
    }
  }

  /** The memory of a mapping, unmapped when Arrow frees it. */
  private static final class MappedAllocation extends ForeignAllocation {
    private final MappedRegion region;

    MappedAllocation(MappedRegion region) {
      super(region.buffer().remaining(), MemoryUtil.getByteBufferAddress(region.buffer()));
      this.region = region;
    }

    @Override
    protected void release0() {
      region.close();
    }
  }
}
