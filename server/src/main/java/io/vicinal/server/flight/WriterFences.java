package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new stream of a named writer the only one: batches of the former stream that are still on
 * their way are refused, instead of overtaking what the writer sends again.
 *
 * <p>Thread safe. A fence is entered and left under the lock of {@link #current}; it is closed
 * outside of that lock, because that waits for the batch that is being applied.
 */
final class WriterFences {
  private record Writer(String collection, String name) {}

  private final Map<Writer, Fence> current = new HashMap<>();

  /** A stream's right to write, as long as it is the newest of its writer. */
  final class Fence implements AutoCloseable {
    private final @Nullable Writer writer;
    private volatile @Nullable Fence former;
    private boolean replaced;

    private Fence(@Nullable Writer writer) {
      this.writer = writer;
    }

    /**
     * Applies a batch.
     *
     * @throws VicinalException {@link ErrorCode#WRITER_REPLACED} if a newer stream took over
     */
    synchronized <T> T apply(Supplier<T> write) {
      if (replaced && writer != null) {
        throw new VicinalException(
            ErrorCode.WRITER_REPLACED,
            "a newer stream of writer '%s' to collection '%s' took over; this one is over"
                .formatted(writer.name(), writer.collection()));
      }
      return write.get();
    }

    /**
     * Waits for the batch that is being applied, and lets no other in; the same for the streams
     * before, for whose last batch this one may itself be waiting.
     */
    private void replace() {
      synchronized (this) {
        replaced = true;
      }
      replaceFormer();
    }

    private void replaceFormer() {
      Fence before = former;
      if (before != null) {
        before.replace();
        former = null;
      }
    }

    @Override
    public void close() {
      if (writer != null) {
        synchronized (current) {
          current.remove(writer, this);
        }
      }
    }
  }

  /** A stream without a writer's name, which nobody replaces. */
  Fence unnamed() {
    return new Fence(null);
  }

  /** The newest stream of a writer, once the former can apply nothing any more. */
  Fence enter(String collection, String writer) {
    Writer key = new Writer(collection, writer);
    Fence fence = new Fence(key);
    synchronized (current) {
      fence.former = current.put(key, fence);
    }
    fence.replaceFormer();
    return fence;
  }
}
