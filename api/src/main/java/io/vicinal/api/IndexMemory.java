package io.vicinal.api;

/**
 * Memory of the Java heap that the index of a vector field takes, by what it is taken for. Room for
 * more rows counts; what is read from mapped files, and the working memory of searches, do not.
 *
 * @param vectors bytes of the vectors; where they are {@linkplain Storage#MAPPED mapped}, of what
 *     is kept beside them
 * @param codes bytes of the codes and of what makes them; 0 if there are none
 * @param graph bytes of the graph
 */
public record IndexMemory(long vectors, long codes, long graph) {
  /** No memory. */
  public static final IndexMemory NONE = new IndexMemory(0, 0, 0);

  /** Bytes of all parts. */
  public long total() {
    return vectors + codes + graph;
  }

  /** The memory of this and another index. */
  public IndexMemory plus(IndexMemory other) {
    return new IndexMemory(vectors + other.vectors, codes + other.codes, graph + other.graph);
  }
}
