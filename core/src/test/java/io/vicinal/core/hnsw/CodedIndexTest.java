package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches that walk on codes. */
class CodedIndexTest {
  private static final long SEED = 31;
  private static final int DIMENSION = 96;
  private static final int K = 10;
  private static final int EF = 64;
  private static final HnswParameters PARAMETERS = HnswParameters.of(8, 60, EF);
  private static final UUID OWNER = new UUID(1, 2);
  private static final String CODES = "v.codes";

  private final ClusteredVectors source = ClusteredVectors.of(SEED, DIMENSION, 20);

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "DOT"})
  void findAboutWhatSearchesOnVectorsFindAndReportExactDistances(Metric metric) {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, metric, source.next(3000));
    float[][] queries = source.next(100);
    double before = recall(index, queries);
    index.encode("v", Quantization.AUTO);
    assertThat(index.isCoded()).isTrue();
    assertThat(index.memory().codes()).isBetween(3000L * 64, 3000L * 64 * 4);
    assertThat(recall(index, queries)).as("recall, seed %d", SEED).isGreaterThan(before - 0.02);
    for (float[] query : queries) {
      HnswResult found = index.search(query, K, EF, null, SearchPlan.GRAPH_WALK);
      HnswResult exact = index.exact(query, index.size(), null);
      for (int i = 0; i < found.size(); i++) {
        int place = place(exact, found.ordinal(i));
        assertThat(found.distance(i)).isEqualTo(exact.distance(place));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Scheme.class,
      names = {"SQ8", "SQ7", "SQ4", "RABITQ"})
  void ofEverySchemeFindAboutWhatSearchesOnVectorsFind(Scheme scheme) {
    for (Metric metric : List.of(Metric.EUCLIDEAN, Metric.COSINE, Metric.DOT)) {
      HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, metric, source.next(2500));
      float[][] queries = source.next(60);
      double before = recall(index, queries);
      index.encode("v", Quantization.of(scheme));
      assertThat(index.isCoded()).isTrue();
      assertThat(recall(index, queries))
          .as("recall under %s, seed %d", metric, SEED)
          .isGreaterThan(before - 0.03);
    }
  }

  @Test
  void areNotMadeWhereNoneAreWanted() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(2500));
    index.encode("v", Quantization.of(Scheme.NONE));
    assertThat(index.isCoded()).isFalse();
  }

  /** Far apart in one component: codes of the others have no range left. */
  @Test
  void giveWayToVectorsWhereTheyLoseTooMuch() {
    float[][] base = source.next(2500);
    for (int row = 0; row < base.length; row++) {
      base[row][0] = row % 2 == 0 ? 1e5f : -1e5f;
    }
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base);
    index.encode("v", Quantization.of(Scheme.SQ7));
    assertThat(index.isCoded()).isFalse();
  }

  @Test
  void returnOnlyWhatIsAccepted() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.COSINE, source.next(3000));
    index.encode("v", Quantization.AUTO);
    BitSet accepted = new BitSet();
    for (int row = 0; row < 3000; row += 5) {
      accepted.set(row);
    }
    for (SearchPlan plan : SearchPlan.values()) {
      double recall = 0;
      float[][] queries = source.next(50);
      for (float[] query : queries) {
        HnswResult found = index.search(query, K, EF, accepted::get, plan);
        assertThat(Arrays.stream(found.ordinals())).allMatch(accepted::get);
        HnswResult truth = index.exact(query, K, accepted::get);
        recall += HnswIndexTest.recall(found, truth) / queries.length;
      }
      assertThat(recall).as("%s, seed %d", plan, SEED).isGreaterThan(0.9);
    }
    HnswResult all = index.search(source.next(), 3000, EF, accepted::get, SearchPlan.FILTERED_WALK);
    assertThat(all.size()).isEqualTo(accepted.cardinality());
  }

  @Test
  void seeRowsThatAreAddedLater() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(2500));
    index.encode("v", Quantization.AUTO);
    for (float[] vector : source.next(500)) {
      int row = index.add(vector);
      HnswResult found = index.search(vector, 1, EF, null, SearchPlan.GRAPH_WALK);
      assertThat(found.ordinal(0)).isEqualTo(row);
      assertThat(found.distance(0)).isZero();
    }
    HnswIndexTest.assertSound(index);
  }

  @Test
  void areNotMadeOfFewRowsOrForManhattan() {
    HnswIndex few = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(500));
    few.encode("v", Quantization.AUTO);
    assertThat(few.isCoded()).isFalse();
    assertThatThrownBy(() -> few.writeCodes(FaultyDirectory.create(), CODES, OWNER))
        .isInstanceOf(IllegalStateException.class);
    HnswIndex manhattan = HnswIndexTest.indexOf(PARAMETERS, Metric.MANHATTAN, source.next(2500));
    manhattan.encode("v", Quantization.AUTO);
    assertThat(manhattan.isCoded()).isFalse();
  }

  /** No range and no variance. */
  @Test
  void findCopiesOfOneVector() {
    float[][] base = new float[2500][DIMENSION];
    for (float[] vector : base) {
      vector[0] = 1;
    }
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base);
    index.encode("v", Quantization.AUTO);
    HnswResult found = index.search(base[0], K, EF, null, SearchPlan.GRAPH_WALK);
    assertThat(found.size()).isEqualTo(K);
    assertThat(found.distance(K - 1)).isZero();
    assertThat(Arrays.stream(found.ordinals()).distinct()).hasSize(K);
  }

  @Test
  void areStoredAndAnswerAsBefore() {
    float[][] base = source.next(2500);
    HnswIndex original = HnswIndexTest.indexOf(PARAMETERS, Metric.DOT, base);
    original.encode("v", Quantization.AUTO);
    FaultyDirectory directory = FaultyDirectory.create();
    original.writeCodes(directory, CODES, OWNER);
    HnswIndex copy = HnswIndexTest.indexOf(PARAMETERS, Metric.DOT, base);
    copy.readCodes(directory, CODES, OWNER, Quantization.AUTO);
    for (float[] query : source.next(50)) {
      HnswResult a = original.search(query, K, EF, null, SearchPlan.GRAPH_WALK);
      HnswResult b = copy.search(query, K, EF, null, SearchPlan.GRAPH_WALK);
      assertThat(b.ordinals()).isEqualTo(a.ordinals());
    }
    HnswIndex other = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base);
    assertThatThrownBy(() -> other.readCodes(directory, CODES, OWNER, Quantization.AUTO))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("metric code 1, found 3");
  }

  private static double recall(HnswIndex index, float[][] queries) {
    double recall = 0;
    for (float[] query : queries) {
      HnswResult found = index.search(query, K, EF, null, SearchPlan.GRAPH_WALK);
      recall += HnswIndexTest.recall(found, index.exact(query, K, null)) / queries.length;
    }
    return recall;
  }

  private static int place(HnswResult result, int ordinal) {
    int place = 0;
    while (result.ordinal(place) != ordinal) {
      place++;
    }
    return place;
  }
}
