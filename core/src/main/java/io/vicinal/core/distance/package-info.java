/** Distances between float32 vectors: kernels, their choice at start-up, and the four metrics. */
@NullMarked
package io.vicinal.core.distance;

import org.jspecify.annotations.NullMarked;
