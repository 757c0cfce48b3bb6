/**
 * Measurements that users can repeat: {@code vicinal bench}.
 *
 * <p>{@link io.vicinal.server.bench.BenchCommand} is the way in.
 */
@NullMarked
package io.vicinal.server.bench;

import org.jspecify.annotations.NullMarked;
