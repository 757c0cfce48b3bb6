/**
 * JMH benchmarks, which {@code bin/bench kernels} runs.
 *
 * <p>Each sets up what the engine does itself at run time: the same layout of rows, the same flags
 * of the virtual machine.
 */
@NullMarked
package io.vicinal.benchmarks;

import org.jspecify.annotations.NullMarked;
