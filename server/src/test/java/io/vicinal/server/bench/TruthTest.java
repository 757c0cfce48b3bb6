package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.VicinalException;
import io.vicinal.core.hnsw.HnswResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TruthTest {
  private static final int DIMENSION = 12;

  private final Path folder;

  TruthTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void computedAndListedTruthAgreeOnWhatWasFound(Metric metric) throws IOException {
    List<float[]> base = VectorFiles.random(300, DIMENSION, 1);
    AnnData data = data(base, VectorFiles.random(20, DIMENSION, 2), metric, 10);
    AnnSearch search = search(data);
    Path file = VectorFiles.ivecs(folder.resolve("t.ivecs"), neighbors(base, data, metric));
    Truth listed = Truth.read(file, data);
    Truth computed = Truth.compute(search, data);
    for (int query = 0; query < 20; query++) {
      assertThat(listed.recall(query, exact(search, data.queries().get(query)))).isEqualTo(1);
      assertThat(computed.recall(query, exact(search, data.queries().get(query)))).isEqualTo(1);
      float[] far = data.queries().get(query).clone();
      for (int i = 0; i < far.length; i++) {
        far[i] = -far[i];
      }
      assertThat(listed.recall(query, exact(search, far))).isLessThan(0.5);
    }
  }

  @Test
  void aRowThatTiesWithTheLastNeighbourIsAHit() throws IOException {
    List<float[]> base =
        IntStream.range(0, 8).mapToObj(i -> new float[] {i < 2 ? 0 : 1, 0, 0}).toList();
    AnnData data = data(base, List.of(new float[3]), Metric.EUCLIDEAN, 3);
    // Rows 2 to 7 are all as far: the list names another than the index finds.
    Path file = VectorFiles.ivecs(folder.resolve("t.ivecs"), new int[] {0, 1, 7});
    AnnSearch search = search(data);
    assertThat(exact(search, data.queries().get(0)).ordinals()).containsExactly(0, 1, 2);
    assertThat(Truth.read(file, data).recall(0, exact(search, data.queries().get(0)))).isEqualTo(1);
  }

  @Test
  void refusesTruthThatDoesNotFit() throws IOException {
    List<float[]> base = VectorFiles.random(30, DIMENSION, 1);
    AnnData data = data(base, VectorFiles.random(2, DIMENSION, 2), Metric.DOT, 3);
    Path tooFewLists = VectorFiles.ivecs(folder.resolve("a.ivecs"), new int[] {1, 2, 3});
    assertRefused(() -> Truth.read(tooFewLists, data), "lists for 1 queries; expected 2");
    Path tooFewColumns = VectorFiles.ivecs(folder.resolve("b.ivecs"), new int[] {1, 2}, new int[2]);
    assertRefused(() -> Truth.read(tooFewColumns, data), "lists 2 neighbours", "k = 3");
    Path beyond =
        VectorFiles.ivecs(folder.resolve("c.ivecs"), new int[] {1, 2, 3}, new int[] {1, 30, 2});
    assertRefused(() -> Truth.read(beyond, data), "query 1: row 30", "expected 0..29");
    Path negative =
        VectorFiles.ivecs(folder.resolve("d.ivecs"), new int[] {1, -1, 3}, new int[] {1, 2, 3});
    assertRefused(() -> Truth.read(negative, data), "query 0: row -1");
  }

  @Test
  void refusesTruthOfAnotherMetric() throws IOException {
    List<float[]> base = VectorFiles.random(300, DIMENSION, 1);
    List<float[]> queries = VectorFiles.random(20, DIMENSION, 2);
    AnnData euclidean = data(base, queries, Metric.EUCLIDEAN, 10);
    Path file =
        VectorFiles.ivecs(folder.resolve("dot.ivecs"), neighbors(base, euclidean, Metric.DOT));
    assertRefused(
        () -> Truth.read(file, euclidean),
        "dot.ivecs, query 0: row",
        "are nearer under euclidean; expected the truth of this metric");
  }

  @Test
  void refusesARowThatIsListedTwice() throws IOException {
    AnnData data =
        data(VectorFiles.random(30, DIMENSION, 1), List.of(new float[12]), Metric.DOT, 3);
    Path file = VectorFiles.ivecs(folder.resolve("t.ivecs"), new int[] {4, 5, 4});
    assertRefused(() -> Truth.read(file, data), "query 0: row 4 is listed twice");
  }

  private AnnData data(List<float[]> base, List<float[]> queries, Metric metric, int k)
      throws IOException {
    Path file = VectorFiles.fvecs(folder.resolve("base.fvecs"), base);
    return new AnnData(VectorSet.open(file, metric, Integer.MAX_VALUE), queries, k, null);
  }

  private static AnnSearch search(AnnData data) {
    Progress progress = new Progress(new PrintWriter(new StringWriter()));
    AnnIndex built =
        AnnIndex.build(data.base(), HnswParameters.of(8, 40, 40), Scheme.NONE, 1, progress);
    return new AnnSearch(built.index(), data.k(), null);
  }

  private static HnswResult exact(AnnSearch search, float[] query) {
    return search.exact(List.of(query)).get(0);
  }

  private static int[][] neighbors(List<float[]> base, AnnData data, Metric metric) {
    return data.queries().stream()
        .map(
            query ->
                IntStream.range(0, base.size())
                    .boxed()
                    .sorted(
                        Comparator.comparingDouble(
                            row -> ExactDistance.of(metric, query, base.get(row))))
                    .limit(10)
                    .mapToInt(Integer::intValue)
                    .toArray())
        .toArray(int[][]::new);
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContainingAll(parts);
  }
}
