package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.VicinalException;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A connection to a collection with a stream of writes; of no use after its first error. */
interface Channel {
  /** The schema of the collection when the channel was opened. */
  CollectionSchema schema();

  /**
   * Sends a batch; waits while the network takes no more.
   *
   * @return done when the batch is durable. It may be completed on a thread of the network
   * @throws VicinalException what ended the channel
   */
  CompletableFuture<?> append(VectorSchemaRoot batch);

  /**
   * Ends the stream at once, for any thread; a waiting {@link #append} returns. The outcome of what
   * has no answer is unknown.
   */
  void abort();

  /** Frees the connection, after {@link #abort}; never called by a thread of the network. */
  void close();
}
