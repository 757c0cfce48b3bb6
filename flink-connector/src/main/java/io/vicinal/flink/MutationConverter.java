package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Mutation;
import io.vicinal.api.VicinalException;
import java.io.Serializable;

/**
 * Turns an element of a stream into a change of the collection. Called by one thread at a time, and
 * serialized with the job.
 *
 * @param <T> the elements of the stream
 */
@FunctionalInterface
public interface MutationConverter<T> extends Serializable {
  /**
   * Prepares for a collection; called in each subtask before anything else.
   *
   * @throws VicinalException if elements do not fit the collection at all, which fails the job
   */
  default void open(CollectionSchema schema) {}

  /**
   * The change that an element stands for. It is written before the next call, so that the element
   * may be reused afterwards.
   *
   * <p>An exception marks the element as one that cannot be written, and goes to the sink's {@link
   * InvalidRecordHandler}.
   */
  Mutation convert(T element);
}
