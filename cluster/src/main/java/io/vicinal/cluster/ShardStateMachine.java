package io.vicinal.cluster;

import io.vicinal.api.WriteResult;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.BatchMessages;
import io.vicinal.cluster.entry.EntrySlices;
import io.vicinal.cluster.entry.LogEntry;
import io.vicinal.cluster.entry.WriteCounts;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The records of a shard, changed by the entries of its log. The position of its manifest is that
 * of the log: data and position become durable in one step.
 */
final class ShardStateMachine implements ReplicatedStateMachine {
  private static final ByteBuffer NO_RESULT = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final String name;
  private final CollectionEngine engine;
  private final Schema columns;
  private final BufferAllocator allocator;
  private final LogWitness witness;
  private final EntrySlices slices = new EntrySlices();
  private final AtomicLong appliedBytes = new AtomicLong();

  ShardStateMachine(
      String name, CollectionEngine engine, BufferAllocator allocator, LogWitness witness) {
    this.name = name;
    this.engine = engine;
    this.columns = ArrowSchemas.writes(engine.schema());
    this.allocator = allocator;
    this.witness = witness;
  }

  @Override
  public ByteBuffer apply(LogPosition position, ByteBuffer bytes) {
    appliedBytes.addAndGet(bytes.remaining());
    String location = name + ", entry " + position.sequenceNumber();
    LogEntry entry = LogEntry.decode(bytes, location);
    return switch (entry.type()) {
      case WRITE -> {
        slices.clear();
        yield write(position, entry, location);
      }
      case SLICE -> {
        ByteBuffer whole = slices.add(entry, location);
        yield whole == null
            ? NO_RESULT
            : write(position, LogEntry.decode(whole, location), location);
      }
      case CREATE_COLLECTION, DROP_COLLECTION ->
          throw new DamagedFileException(location, 0, "a write", entry.type().name());
    };
  }

  @Override
  public LogPosition applied() {
    return engine.applied();
  }

  @Override
  public LogPosition durable() {
    return engine.durable();
  }

  @Override
  public OptionalLong witnessed() {
    return witness.settled();
  }

  /** The bytes of all entries applied since this was created. */
  long appliedBytes() {
    return appliedBytes.get();
  }

  private ByteBuffer write(LogPosition position, LogEntry entry, String location) {
    List<VectorSchemaRoot> batches = new ArrayList<>(entry.parts().size());
    try {
      for (ByteBuffer part : entry.parts()) {
        batches.add(BatchMessages.decode(part, columns, allocator, location));
      }
      List<WriteResult> results = engine.apply(position, batches);
      return WriteCounts.encode(results);
    } finally {
      batches.forEach(VectorSchemaRoot::close);
    }
  }
}
