/**
 * The port to a replicated log: what a shard needs of one, and what a log needs of a state machine.
 * Nothing here knows which software keeps the log.
 */
@NullMarked
package io.vicinal.cluster.log;

import org.jspecify.annotations.NullMarked;
