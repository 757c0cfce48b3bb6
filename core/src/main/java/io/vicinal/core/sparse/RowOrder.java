package io.vicinal.core.sparse;

/** Which of two rows comes first where both are as near. */
@FunctionalInterface
public interface RowOrder {
  /** Less than 0 if the row comes before the other, more if after it. */
  int compare(int row, int other);
}
