/**
 * Vicinal as a sink of Apache Flink.
 *
 * <p>{@link io.vicinal.flink.VicinalSink} is the way in for DataStream jobs; SQL jobs name the
 * connector {@code vicinal}. Flow inside: the task's thread converts, checks and gathers records
 * into Arrow batches ({@code MutationWriter}); a thread of its own sends them in order and sends
 * again what a broken connection left without answer ({@code Delivery}).
 */
@NullMarked
package io.vicinal.flink;

import org.jspecify.annotations.NullMarked;
