package io.vicinal.arrow;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches as single messages of the Arrow IPC format: a record batch message, without the schema,
 * which both sides know. This is how a write is kept in a log.
 */
public final class BatchMessages {
  /** About what a message has beside its columns; more is allocated when it is not enough. */
  private static final int EXPECTED_METADATA_BYTES = 1024;

  private BatchMessages() {}

  /** The message of a batch, whose memory is copied once. */
  public static ByteBuffer encode(VectorSchemaRoot batch) {
    try (ArrowRecordBatch message = new VectorUnloader(batch).getRecordBatch()) {
      long expected = message.computeBodyLength() + EXPECTED_METADATA_BYTES;
      Output bytes = new Output((int) Math.min(expected, Integer.MAX_VALUE / 2));
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), message);
      return bytes.written();
    } catch (IOException e) {
      throw new VicinalException(ErrorCode.INTERNAL, "cannot encode a batch", e);
    }
  }

  /**
   * The batch in a message, in memory of its own; the caller closes it.
   *
   * @param schema the columns that the batch was encoded with
   * @param location where the message is from, for errors
   * @throws VicinalException {@link ErrorCode#DAMAGED_FILE} if the message does not parse, {@link
   *     ErrorCode#OVERLOADED} if there is no memory for it: the message may be intact
   */
  public static VectorSchemaRoot decode(
      ByteBuffer message, Schema schema, BufferAllocator allocator, String location) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
    try {
      load(batch, message, allocator);
      return batch;
    } catch (OutOfMemoryException e) {
      batch.close();
      throw new VicinalException(
          ErrorCode.OVERLOADED,
          location
              + ": no memory for a batch of "
              + message.remaining()
              + " bytes beside the "
              + allocator.getAllocatedMemory()
              + " in use; nothing is damaged, but the process needs more direct memory"
              + " (-XX:MaxDirectMemorySize)",
          e);
    } catch (IOException | RuntimeException e) {
      batch.close();
      throw new VicinalException(
          ErrorCode.DAMAGED_FILE,
          location
              + ": "
              + message.remaining()
              + " bytes are no Arrow record batch of "
              + schema
              + ": "
              + e.getMessage(),
          e);
    } catch (Error e) {
      batch.close();
      throw e;
    }
  }

  private static void load(VectorSchemaRoot batch, ByteBuffer message, BufferAllocator allocator)
      throws IOException {
    try (ReadChannel channel = new ReadChannel(new Input(message.duplicate()));
        ArrowRecordBatch columns = MessageSerializer.deserializeRecordBatch(channel, allocator)) {
      new VectorLoader(batch).load(columns);
    }
  }

  /** A stream whose bytes can be used without copying them again. */
  private static final class Output extends ByteArrayOutputStream {
    Output(int expectedBytes) {
      super(expectedBytes);
    }

    ByteBuffer written() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }

  /** What is in a buffer, as a channel. */
  private static final class Input implements ReadableByteChannel {
    private final ByteBuffer source;

    Input(ByteBuffer source) {
      this.source = source;
    }

    @Override
    public int read(ByteBuffer target) {
      if (!source.hasRemaining()) {
        return -1;
      }
      int bytes = Math.min(source.remaining(), target.remaining());
      target.put(source.slice(source.position(), bytes));
      source.position(source.position() + bytes);
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // The buffer is the caller's.
    }
  }
}
