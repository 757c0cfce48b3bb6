package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.WriterName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new stream of a named writer the only one: batches of the former stream that are still on
 * their way are refused, instead of overtaking what the writer sends again. A stream of a group
 * that has another number of members than before replaces all streams of that group.
 *
 * <p>Thread safe. {@link #open} has every stream until it is closed, replaced or not: one that was
 * replaced may still apply its last batch, and whoever enters has to wait for that as well. A fence
 * is entered and left under the lock of {@link #open}; fences are closed outside of that lock,
 * because that waits for the batch that is being applied.
 */
final class WriterFences {
  private record Group(String collection, String name) {}

  private final Map<Group, List<Fence>> open = new HashMap<>();

  /** A stream's right to write, as long as no newer one takes its place. */
  final class Fence implements AutoCloseable {
    private final String collection;
    private final @Nullable WriterName writer;
    private @Nullable WriterName successor;

    private Fence(String collection, @Nullable WriterName writer) {
      this.collection = collection;
      this.writer = writer;
    }

    /**
     * Applies a batch.
     *
     * @throws VicinalException {@link ErrorCode#WRITER_REPLACED} if a newer stream took over
     */
    synchronized <T> T apply(Supplier<T> write) {
      if (successor != null) {
        throw new VicinalException(
            ErrorCode.WRITER_REPLACED,
            "a newer stream of writer '%s' to collection '%s' took over; this one, of '%s', is over"
                .formatted(successor, collection, writer));
      }
      return write.get();
    }

    /** Waits for the batch that is being applied, and lets no other in. */
    private synchronized void replace(WriterName newer) {
      successor = newer;
    }

    private boolean isReplacedBy(WriterName newer) {
      return writer != null && newer.replaces(writer);
    }

    @Override
    public void close() {
      if (writer != null) {
        synchronized (open) {
          open.computeIfPresent(
              new Group(collection, writer.group()),
              (group, streams) -> streams.remove(this) && streams.isEmpty() ? null : streams);
        }
      }
    }
  }

  /** A stream without a writer's name, which nobody replaces. */
  Fence unnamed() {
    return new Fence("", null);
  }

  /**
   * The newest stream of a writer, once those that it replaces can apply nothing any more.
   *
   * @param writer as {@link WriterName} writes it
   */
  Fence enter(String collection, String writer) {
    WriterName name = WriterName.parse(writer);
    Fence fence = new Fence(collection, name);
    List<Fence> former;
    synchronized (open) {
      List<Fence> streams =
          open.computeIfAbsent(new Group(collection, name.group()), group -> new ArrayList<>());
      former = streams.stream().filter(stream -> stream.isReplacedBy(name)).toList();
      streams.add(fence);
    }
    former.forEach(stream -> stream.replace(name));
    return fence;
  }
}
