/**
 * Rows of a collection as Arrow columns, in memory and in the files of sealed segments.
 *
 * <p>A segment is a sequence of rows, numbered from 0, in chunks that never change; beside them lie
 * the rows by key and one graph for each vector field.
 */
@NullMarked
package io.vicinal.core.segment;

import org.jspecify.annotations.NullMarked;
