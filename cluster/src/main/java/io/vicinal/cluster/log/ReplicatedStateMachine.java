package io.vicinal.cluster.log;

import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * What the entries of a replicated log act upon.
 *
 * <p>The log applies each entry once, in its order, by one thread at a time. When the state machine
 * throws, nothing is applied any more: an entry is never skipped. After a restart the log applies
 * again what is beyond {@link #applied}, which is then what was {@link #durable} before.
 */
public interface ReplicatedStateMachine {
  /**
   * Applies an entry. The outcome depends on the state and the entry alone, so that every replica
   * comes to the same.
   *
   * @param position after {@link #applied}
   * @param entry what was submitted; it may be used until this returns
   * @return the result for whoever submitted it
   * @throws RuntimeException when the entry cannot be applied; the log stops for good
   */
  ByteBuffer apply(LogPosition position, ByteBuffer entry);

  /** The last entry applied. */
  LogPosition applied();

  /**
   * The last entry whose effect would survive a power failure without the log. Never beyond {@link
   * #applied}; may be asked by any thread.
   */
  LogPosition durable();

  /**
   * The number of an entry that the log has had, as something other than the log knows; 0 when that
   * is merely that it was ready once, which takes it an entry of its own; empty when nothing is
   * known. A log that ends before it, and before {@link #applied}, has lost entries. May be asked
   * by any thread.
   */
  OptionalLong witnessed();
}
