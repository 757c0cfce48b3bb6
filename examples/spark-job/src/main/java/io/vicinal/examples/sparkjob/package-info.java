/**
 * The Spark job of the quickstart: a second table, joined with the live index in SQL, and the
 * recall of that join against an exact scan.
 */
@NullMarked
package io.vicinal.examples.sparkjob;

import org.jspecify.annotations.NullMarked;
