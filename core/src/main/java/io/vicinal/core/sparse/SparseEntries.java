package io.vicinal.core.sparse;

/** The components of the sparse vectors of some rows. */
@FunctionalInterface
public interface SparseEntries {
  /** Hands every component over, by ascending row, of a row by ascending index. */
  void forEach(Consumer consumer);

  /** Takes a component. */
  @FunctionalInterface
  interface Consumer {
    void accept(int row, int index, float value);
  }
}
