/**
 * The write-ahead log: what was acknowledged is found again after a crash.
 *
 * <p>{@link io.vicinal.core.log.WriteAheadLog} is the whole of it for users; {@code
 * docs/format/log.md} specifies the bytes.
 */
@NullMarked
package io.vicinal.core.log;

import org.jspecify.annotations.NullMarked;
