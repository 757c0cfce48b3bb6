package io.vicinal.arrow;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.apache.arrow.memory.BufferAllocator;
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
  private BatchMessages() {}

  /** The message of a batch, whose memory is copied. */
  public static ByteBuffer encode(VectorSchemaRoot batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArrowRecordBatch message = new VectorUnloader(batch).getRecordBatch();
        WriteChannel channel = new WriteChannel(Channels.newChannel(bytes))) {
      MessageSerializer.serialize(channel, message);
    } catch (IOException e) {
      throw new VicinalException(ErrorCode.INTERNAL, "cannot encode a batch", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /**
   * The batch in a message, in memory of its own; the caller closes it.
   *
   * @param schema the columns that the batch was encoded with
   * @throws VicinalException {@link ErrorCode#DAMAGED_FILE} if the message does not parse
   */
  public static VectorSchemaRoot decode(
      ByteBuffer message, Schema schema, BufferAllocator allocator) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
    try (ReadChannel channel =
            new ReadChannel(Channels.newChannel(new ByteArrayInputStream(bytes)));
        ArrowRecordBatch columns = MessageSerializer.deserializeRecordBatch(channel, allocator)) {
      new VectorLoader(batch).load(columns);
      return batch;
    } catch (IOException | RuntimeException e) {
      batch.close();
      throw new VicinalException(
          ErrorCode.DAMAGED_FILE,
          "a message of " + bytes.length + " bytes is no Arrow record batch of " + schema,
          e);
    }
  }
}
