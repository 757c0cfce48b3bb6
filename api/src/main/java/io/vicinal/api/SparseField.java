package io.vicinal.api;

/**
 * A named field of a collection for {@link SparseVector}s. A record may lack one, and is then no
 * neighbour in the field.
 *
 * <p>The neighbours of a query are the records that share an index with it. Their distance is the
 * negated inner product, as under {@link Metric#DOT}: the products of the shared indices added up
 * in ascending order in double precision, then rounded to float32. A search is always exact.
 *
 * @param name letters, digits and underscores, starting with a letter
 */
public record SparseField(String name) {
  /** Refuses illegal names. */
  public SparseField {
    Names.checkField(name);
  }
}
