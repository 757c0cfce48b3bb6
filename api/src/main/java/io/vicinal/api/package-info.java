/**
 * The data-plane interface: databases, collections, records, searches and errors.
 *
 * <p>Three implementations exist: embedded ({@code vicinal-core}), remote ({@code vicinal-client})
 * and exact in memory ({@code vicinal-test-kit}). One contract suite runs against all three.
 */
@NullMarked
package io.vicinal.api;

import org.jspecify.annotations.NullMarked;
