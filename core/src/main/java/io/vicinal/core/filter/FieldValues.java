package io.vicinal.core.filter;

import java.util.List;
import java.util.function.IntPredicate;

/** The values of a field in the rows of a chunk. Every test is no where the value is null. */
interface FieldValues {
  /** Whether there is no value. */
  boolean isNull(int row);

  /** Tests how the value is ordered relative to the literal: negative, zero or positive. */
  IntPredicate test(IntPredicate onOrder, Object literal);

  /** Tests whether "the value is one of the literals" has the answer wanted. */
  IntPredicate isIn(List<Object> literals, boolean wanted);

  /** Tests whether "the text starts with the prefix" has the answer wanted. */
  IntPredicate startsWith(String prefix, boolean wanted);

  /** Tests whether "the list contains the literal" has the answer wanted. */
  IntPredicate contains(Object literal, boolean wanted);
}
