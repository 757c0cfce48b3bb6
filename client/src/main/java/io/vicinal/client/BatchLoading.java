package io.vicinal.client;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Makes one root show the rows of another. */
final class BatchLoading {
  private BatchLoading() {}

  /**
   * Loads a root with the rows of a source of the same layout. Memory is shared where both live
   * under the same root allocator, and copied otherwise.
   */
  static void load(VectorSchemaRoot source, VectorSchemaRoot target, BufferAllocator allocator) {
    try (ArrowRecordBatch batch = new VectorUnloader(source).getRecordBatch()) {
      if (sameRoot(source, allocator)) {
        new VectorLoader(target).load(batch);
      } else {
        try (ArrowRecordBatch copy = copy(batch, allocator)) {
          new VectorLoader(target).load(copy);
        }
      }
    }
  }

  private static boolean sameRoot(VectorSchemaRoot source, BufferAllocator allocator) {
    for (FieldVector column : source.getFieldVectors()) {
      if (column.getAllocator().getRoot() != allocator.getRoot()) {
        return false;
      }
    }
    return true;
  }

  private static ArrowRecordBatch copy(ArrowRecordBatch batch, BufferAllocator allocator) {
    List<ArrowBuf> copies = new ArrayList<>();
    try {
      for (ArrowBuf buffer : batch.getBuffers()) {
        ArrowBuf copy = allocator.buffer(buffer.readableBytes());
        copies.add(copy);
        copy.setBytes(0, buffer, buffer.readerIndex(), buffer.readableBytes());
        copy.writerIndex(buffer.readableBytes());
      }
      return new ArrowRecordBatch(batch.getLength(), batch.getNodes(), copies);
    } finally {
      // The batch holds references of its own.
      copies.forEach(ArrowBuf::close);
    }
  }
}
