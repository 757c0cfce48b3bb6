package io.vicinal.spark;

/** A list that is written holds a null. */
final class NullElementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;

  NullElementException(int index) {
    super("element " + index + " of a list is null");
    this.index = index;
  }

  int index() {
    return index;
  }
}
