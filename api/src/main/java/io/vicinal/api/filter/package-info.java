/**
 * The filter language: a subset of SQL's WHERE over attributes and the id.
 *
 * <h2>Text</h2>
 *
 * <pre>{@code
 * filter    = and { OR and }
 * and       = not { AND not }
 * not       = NOT not | '(' filter ')' | ARRAY_CONTAINS '(' field ',' literal ')' | predicate
 * predicate = field ( = | <> | != | < | <= | > | >= ) literal
 *           | field [NOT] IN '(' literal { ',' literal } ')'
 *           | field [NOT] BETWEEN literal AND literal
 *           | field [NOT] LIKE string [ESCAPE string]
 *           | field IS [NOT] NULL
 * field     = name { '.' name }
 * name      = letters, digits and _ | "anything" | `anything`
 * literal   = integer | decimal | string | TRUE | FALSE | DATE string | TIMESTAMP string
 * }</pre>
 *
 * <p>Keywords may be in any case, names may not. A string is in single quotes; a quote inside is
 * doubled. The pattern of LIKE has one {@code %} at its end or no wildcard at all. A path, as in
 * {@code payload.author.name}, leads into a JSON attribute. {@link
 * io.vicinal.api.filter.FilterParser} reads this, {@link io.vicinal.api.filter.FilterText} prints
 * it, and filters travel between processes as this text.
 *
 * <h2>Meaning</h2>
 *
 * <p>What evaluators of a filter bound by {@link io.vicinal.api.filter.FilterBinding} implement:
 *
 * <ul>
 *   <li>Three-valued logic: a condition on a null attribute is unknown, except IS NULL. NOT of
 *       unknown is unknown; AND is false if any operand is false, else unknown if any is unknown;
 *       OR likewise with true. A record passes where the filter is true. {@code NOT IN} is the
 *       negation of IN, and no literal is null.
 *   <li>A literal has the class of its attribute, so both sides of a comparison are of one type.
 *   <li>Integers are compared exactly, whatever the literal: {@code int32 < 3000000000} is true of
 *       every value, {@code int32 = 2.5} of none. The binding rewrites such comparisons to ones
 *       with a value of the type.
 *   <li>A literal compared with a float is rounded to the nearest value of the attribute's type
 *       first: {@code float32 = 0.1} finds the float32 nearest to 0.1. A literal beyond the type's
 *       range is not rounded to infinity. {@code -0.0 = 0.0}; NaN equals itself and is above every
 *       other number, infinity included, as in Spark SQL.
 *   <li>Strings are compared by code point ({@link io.vicinal.api.CodePointOrder}), without
 *       normalisation or locale. {@code FALSE < TRUE}.
 *   <li>A string compared with a date or timestamp is read as one; a date compared with a timestamp
 *       is its first instant in UTC. Timestamps finer than a microsecond are compared exactly.
 *   <li>Binary attributes and lists have no order: they take IS NULL, lists ARRAY_CONTAINS too.
 *   <li>JSON: the value at a path is null where the attribute is null, a key is missing, a step
 *       leads into anything but an object, or JSON says null. Without a path it is the document. It
 *       compares only with a literal of its own kind (string, number, boolean), otherwise the
 *       condition is unknown, as for arrays and objects. A JSON number is an int64 if written
 *       without fraction and exponent and within range, else the nearest float64; numbers compare
 *       by their exact values. ARRAY_CONTAINS is unknown unless the value is an array; elements of
 *       another kind than the literal's differ from it. Of keys that occur twice the last counts.
 *   <li>Bound literals are Boolean, Integer, Long, Float, Double, String, LocalDate or Instant:
 *       never NaN, never -0.0; dates and timestamps are such that the attribute can hold; for JSON
 *       Boolean, Long, Double (finite) or String.
 * </ul>
 */
@NullMarked
package io.vicinal.api.filter;

import org.jspecify.annotations.NullMarked;
