/**
 * The filter language: a subset of SQL's WHERE over attributes and the id.
 *
 * <p>Comparisons with null follow SQL's three-valued logic: a record passes where the condition is
 * true, not where it is unknown.
 */
@NullMarked
package io.vicinal.api.filter;

import org.jspecify.annotations.NullMarked;
