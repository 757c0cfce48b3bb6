package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IndexMemory;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Indexes without vectors in memory: they find what those with them find. */
class MappedIndexTest {
  private static final long SEED = Long.getLong("vicinal.seed", 47L);
  private static final int DIMENSION = 50;
  private static final int ROWS = 2100;
  private static final int K = 10;
  private static final HnswParameters PARAMETERS = HnswParameters.of(8, 60, 64);
  private static final UUID OWNER = new UUID(1, 2);
  private static final List<@Nullable IntPredicate> FILTERS =
      Arrays.asList(null, row -> row % 3 == 0, row -> row % 40 == 7, row -> row < 5, row -> false);

  private final ClusteredVectors source = ClusteredVectors.of(SEED, DIMENSION, 20);
  private final float[][] base = source.next(ROWS);
  private final float[][] queries = source.next(12);

  @ParameterizedTest
  @EnumSource(Metric.class)
  void findWhatIndexesInMemoryFindOnVectors(Metric metric) {
    HnswIndex inMemory = HnswIndexTest.indexOf(PARAMETERS, metric, base);
    assertAlike(inMemory.mapped(VectorSource.of(base)), inMemory);
    inMemory.profile();
    HnswIndex mapped = inMemory.mapped(VectorSource.of(base));
    assertThat(mapped.isCoded()).isFalse();
    assertAlike(mapped, inMemory);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "DOT"})
  void findWhatIndexesInMemoryFindOnCodes(Metric metric) {
    HnswIndex inMemory = HnswIndexTest.indexOf(PARAMETERS, metric, base);
    for (Scheme scheme : List.of(Scheme.AUTO, Scheme.SQ8, Scheme.RABITQ)) {
      inMemory.encode("v", new Quantization(scheme, 6));
      inMemory.profile();
      HnswIndex mapped = inMemory.mapped(VectorSource.of(base));
      assertThat(mapped.isCoded()).isTrue();
      assertThat(mapped.codeFaults(ROWS)).isEmpty();
      assertAlike(mapped, inMemory);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "DOT"})
  void areReadFromTheFilesOfAnIndexInMemory(Metric metric) {
    HnswIndex written = HnswIndexTest.indexOf(PARAMETERS, metric, base);
    FaultyDirectory directory = FaultyDirectory.create();
    written.writeTo(directory, "v.hnsw", OWNER);
    written.encode("v", Quantization.AUTO);
    written.profile();
    written.writeCodes(directory, "v.codes", OWNER);
    VectorField field = new VectorField("v", DIMENSION, metric, PARAMETERS).with(Storage.MAPPED);
    HnswIndex read = HnswIndex.read(directory, "v.hnsw", OWNER, field, ROWS, VectorSource.of(base));
    read.readCodes(directory, "v.codes", OWNER, field.quantization());
    read.profile();
    assertThat(read.graphFaults()).isEmpty();
    assertThat(read.codeFaults(ROWS)).isEmpty();
    assertAlike(read, written);
    assertThat(read.memory()).isEqualTo(written.mapped(VectorSource.of(base)).memory());
  }

  @Test
  void takeNoMemoryForVectorsButAFactorUnderCosine() {
    HnswIndex euclidean = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base);
    IndexMemory before = euclidean.memory();
    assertThat(euclidean.mapped(VectorSource.of(base)).memory().vectors()).isZero();
    assertThat(euclidean.memory()).isEqualTo(before);
    HnswIndex cosine = HnswIndexTest.indexOf(PARAMETERS, Metric.COSINE, base);
    cosine.encode("v", Quantization.of(Scheme.RABITQ));
    IndexMemory memory = cosine.mapped(VectorSource.of(base)).memory();
    assertThat(memory.vectors()).isEqualTo(8L * ROWS);
    // No room for more rows: lists and three numbers of each node, lists of one in seven above.
    assertThat(memory.graph())
        .isCloseTo(ROWS * 4L * (2 * 8 + 3) + ROWS / 7 * 4L * 8, withinPercentage(3));
    assertThat(memory.codes()).isCloseTo(64L * ROWS, withinPercentage(3));
  }

  @Test
  void takeNoRowsAndNoOtherCodes() {
    HnswIndex mapped =
        HnswIndexTest.indexOf(PARAMETERS, Metric.DOT, base).mapped(VectorSource.of(base));
    assertThatThrownBy(() -> mapped.add(base[0])).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> mapped.addAll(VectorSource.of(base), 1, Runnable::run, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mapped");
    assertThatThrownBy(() -> mapped.encode("v", Quantization.AUTO))
        .isInstanceOf(IllegalStateException.class);
    assertThat(mapped.size()).isEqualTo(ROWS);
  }

  @Test
  void refuseRowsWithoutADirectionUnderCosine() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.COSINE, base[0], base[1]);
    assertThatThrownBy(() -> index.mapped(VectorSource.of(base[0], new float[DIMENSION])))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VECTOR));
  }

  @Test
  void mayBeEmpty() {
    HnswIndex empty = HnswIndex.create(Metric.COSINE, DIMENSION, PARAMETERS, 1);
    HnswIndex mapped = empty.mapped(VectorSource.of());
    assertThat(mapped.search(queries[0], K, 20, null).size()).isZero();
    assertThat(mapped.exact(queries[0], K, null).size()).isZero();
    assertThat(mapped.memory()).isEqualTo(IndexMemory.NONE);
  }

  private void assertAlike(HnswIndex mapped, HnswIndex inMemory) {
    float[] expected = new float[DIMENSION];
    float[] found = new float[DIMENSION];
    for (int row = 0; row < ROWS; row += 37) {
      inMemory.vector(row, expected);
      mapped.vector(row, found);
      assertThat(found).isEqualTo(expected);
    }
    for (IntPredicate accept : FILTERS) {
      for (float[] query : queries) {
        assertSame(mapped.exact(query, K, accept), inMemory.exact(query, K, accept));
        assertSame(mapped.search(query, K, 40, accept), inMemory.search(query, K, 40, accept));
        if (accept != null) {
          for (SearchPlan plan : SearchPlan.values()) {
            assertSame(
                mapped.search(query, K, 40, accept, plan),
                inMemory.search(query, K, 40, accept, plan));
          }
        }
      }
      List<float[]> all = List.of(queries);
      List<HnswResult> some = mapped.exact(all, K, accept, Runnable::run, 2);
      List<HnswResult> others = inMemory.exact(all, K, accept, Runnable::run, 2);
      for (int i = 0; i < queries.length; i++) {
        assertSame(some.get(i), others.get(i));
      }
    }
  }

  private static void assertSame(HnswResult found, HnswResult expected) {
    assertThat(found.ordinals()).as("seed %d", SEED).isEqualTo(expected.ordinals());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.distance(i)).as("seed %d", SEED).isEqualTo(expected.distance(i));
    }
    assertThat(found.plan()).isEqualTo(expected.plan());
    assertThat(found.distanceComputations()).isEqualTo(expected.distanceComputations());
  }
}
