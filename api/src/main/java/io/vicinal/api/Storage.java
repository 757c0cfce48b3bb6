package io.vicinal.api;

/**
 * Where searches of sealed segments find the vectors of a field. What they find is the same. The
 * growing segment, and a segment that is being built, have their vectors in memory in any case.
 */
public enum Storage {
  /** In memory, beside the rows on disk. */
  MEMORY,
  /**
   * In the rows on disk, which are mapped. In memory are the graph and the codes on which a search
   * walks; the few vectors that it compares in the end are read. For fields whose {@link
   * Quantization} gives them codes: where there are none, a search reads every vector that it comes
   * to.
   */
  MAPPED
}
