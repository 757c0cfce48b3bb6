import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** JVector: a graph with levels in memory, over float32 vectors; neither compressed nor on disk. */
final class JvectorPeer implements PeerDriver.Index {
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  /** What JVector's own examples use. */
  private static final float NEIGHBOR_OVERFLOW = 1.2f;

  private static final float ALPHA = 1.2f;

  private final RandomAccessVectorValues vectors;
  private final VectorSimilarityFunction similarity;
  private final ImmutableGraphIndex graph;
  private final GraphSearcher searcher;

  private JvectorPeer(
      RandomAccessVectorValues vectors,
      VectorSimilarityFunction similarity,
      ImmutableGraphIndex graph) {
    this.vectors = vectors;
    this.similarity = similarity;
    this.graph = graph;
    this.searcher = new GraphSearcher(graph);
  }

  public static void main(String[] arguments) throws Exception {
    PeerDriver.run(arguments, JvectorPeer::build);
  }

  private static JvectorPeer build(float[][] base, PeerDriver.Parameters parameters)
      throws Exception {
    List<VectorFloat<?>> rows = new ArrayList<>();
    for (float[] vector : base) {
      rows.add(TYPES.createFloatVector(vector));
    }
    RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(rows, base[0].length);
    VectorSimilarityFunction similarity =
        switch (parameters.metric()) {
          case "euclidean" -> VectorSimilarityFunction.EUCLIDEAN;
          case "cosine" -> VectorSimilarityFunction.COSINE;
          default -> VectorSimilarityFunction.DOT_PRODUCT;
        };
    ForkJoinPool one = new ForkJoinPool(1);
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(vectors, similarity),
            base[0].length,
            List.of(2 * parameters.m(), parameters.m()),
            parameters.efConstruction(),
            NEIGHBOR_OVERFLOW,
            ALPHA,
            true,
            true,
            one,
            one)) {
      return new JvectorPeer(vectors, similarity, builder.build(vectors));
    } finally {
      one.shutdown();
    }
  }

  @Override
  public int[] search(float[] query, int k, int ef) {
    var scores =
        DefaultSearchScoreProvider.exact(TYPES.createFloatVector(query), similarity, vectors);
    var found = searcher.search(scores, k, ef, 0, 0, Bits.ALL).getNodes();
    return Arrays.stream(found).mapToInt(each -> each.node).toArray();
  }

  @Override
  public long bytes() {
    return graph.ramBytesUsed() + (long) vectors.size() * vectors.dimension() * Float.BYTES;
  }
}
