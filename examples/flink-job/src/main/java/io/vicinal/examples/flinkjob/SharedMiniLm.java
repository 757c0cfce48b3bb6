package io.vicinal.examples.flinkjob;

import io.vicinal.embedding.MiniLmEmbedder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model a process, however many tasks use it: it takes half a gigabyte. It computes on the
 * threads of the tasks, so the job's parallelism is the embedder's. Opened by the first task,
 * closed with the last.
 */
final class SharedMiniLm implements TextEmbedder {
  private static final long serialVersionUID = 1;

  private static final Object LOCK = new Object();

  /** Guarded by LOCK. */
  private static @Nullable MiniLmEmbedder shared;

  /** Guarded by LOCK. */
  private static int users;

  @Override
  public Session open() {
    synchronized (LOCK) {
      if (shared == null) {
        shared = MiniLmEmbedder.open();
      }
      users++;
      return new Lease(shared);
    }
  }

  private static void giveBack() {
    synchronized (LOCK) {
      users--;
      if (users == 0 && shared != null) {
        shared.close();
        shared = null;
      }
    }
  }

  /** One task's use of the model. */
  private static final class Lease implements Session {
    private final MiniLmEmbedder embedder;
    private boolean closed;

    Lease(MiniLmEmbedder embedder) {
      this.embedder = embedder;
    }

    @Override
    public List<float[]> embedAll(List<String> texts) {
      return embedder.embedAll(texts);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        giveBack();
      }
    }
  }
}
