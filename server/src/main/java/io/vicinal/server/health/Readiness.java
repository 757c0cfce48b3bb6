package io.vicinal.server.health;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node should be sent requests: not before it has recovered, and not once it is told to
 * stop. Thread safe.
 */
public final class Readiness {
  private @Nullable BooleanSupplier logsReady;
  private Supplier<List<String>> unopened = List::of;
  private boolean serving;
  private boolean stopping;

  /**
   * One of the conditions of being ready.
   *
   * @param name of the condition
   * @param passed whether it holds
   * @param reason why not
   */
  public record Check(String name, boolean passed, String reason) {}

  /**
   * The collections are open: what was acknowledged before the last stop is there.
   *
   * @param whetherLogsAreReady whether every replicated log has a leader and takes entries
   */
  public synchronized void recovered(BooleanSupplier whetherLogsAreReady) {
    logsReady = whetherLogsAreReady;
  }

  /**
   * Has recovery count as incomplete for as long as there are collections that could not be opened.
   *
   * @param collections their names
   */
  public synchronized void requireOpened(Supplier<List<String>> collections) {
    unopened = collections;
  }

  /** Every listener listens. */
  public synchronized void serving() {
    serving = true;
  }

  /** The node was told to stop. There is no way back. */
  public synchronized void stopping() {
    stopping = true;
  }

  /** The conditions, in the order in which they come true. */
  public synchronized List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    List<String> missing = unopened.get();
    checks.add(
        new Check(
            "recovery",
            logsReady != null && missing.isEmpty(),
            missing.isEmpty()
                ? "the collections are still being opened"
                : "could not open the collections " + missing + "; the node's log says why"));
    checks.add(
        new Check(
            "logs",
            logsReady != null && logsReady.getAsBoolean(),
            "a replicated log has no leader, or takes no more entries"));
    checks.add(new Check("listeners", serving, "Arrow Flight does not listen yet"));
    checks.add(new Check("running", !stopping, "the node is stopping"));
    return checks;
  }

  /**
   * Refuses to work without the collections.
   *
   * @throws VicinalException {@link ErrorCode#UNAVAILABLE}
   */
  public synchronized void requireRecovered() {
    if (logsReady == null) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the node is starting: its collections are still being opened");
    }
  }
}
