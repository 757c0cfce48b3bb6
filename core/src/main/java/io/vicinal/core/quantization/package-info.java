/**
 * Short codes in place of vectors, from which a search estimates ranks: vectors are projected on
 * their principal axes, as LeanVec does (Tepper et al., arXiv 2312.16335), and each is quantised to
 * 8 bits a component over its own range, as in locally-adaptive vector quantisation (Aguerrebere et
 * al., arXiv 2304.04759).
 *
 * <p>{@link io.vicinal.core.quantization.VectorCoder} is the way in.
 */
@NullMarked
package io.vicinal.core.quantization;

import org.jspecify.annotations.NullMarked;
