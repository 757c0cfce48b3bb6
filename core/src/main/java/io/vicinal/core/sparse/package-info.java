/**
 * Inverted indexes of sparse vectors: for each index the rows that have it, with their weights.
 *
 * <p>A search is exact: what is skipped is proved to be farther than what is returned.
 */
@NullMarked
package io.vicinal.core.sparse;

import org.jspecify.annotations.NullMarked;
