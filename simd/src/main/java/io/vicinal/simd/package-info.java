/**
 * Distance kernels with {@code jdk.incubator.vector}.
 *
 * <p>Nothing but {@link io.vicinal.simd.VectorKernelProvider} may be touched before its check that
 * the incubator module is there.
 */
@NullMarked
package io.vicinal.simd;

import org.jspecify.annotations.NullMarked;
