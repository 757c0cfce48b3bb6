package io.vicinal.flink;

import io.vicinal.api.VicinalException;

/** The way to a collection: the seam between the sink and the network. */
@FunctionalInterface
interface Transport {
  /**
   * Opens a channel, once.
   *
   * @throws VicinalException why not
   */
  Channel connect();
}
