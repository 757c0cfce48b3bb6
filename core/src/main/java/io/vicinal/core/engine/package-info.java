/**
 * The collection engine: a state machine that applies batches of changes and answers reads.
 *
 * <p>It has no log. Whoever drives it hands it entries in the order of a log, learns from {@link
 * io.vicinal.core.engine.CollectionEngine#durableSequence} up to where that log may be cut, and
 * replays the rest after a restart.
 */
@NullMarked
package io.vicinal.core.engine;

import org.jspecify.annotations.NullMarked;
