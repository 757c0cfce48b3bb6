package io.vicinal.examples.flinkjob;

import java.io.Serializable;
import java.util.List;

/** Opens what turns texts into vectors, on the machine that a task runs on. */
interface TextEmbedder extends Serializable {
  /** Opened once a task, closed with it. */
  Session open();

  /** An open embedder. Used by one thread. */
  interface Session extends AutoCloseable {
    /** The vectors of {@code texts}, in their order. */
    List<float[]> embedAll(List<String> texts);

    @Override
    void close();
  }
}
