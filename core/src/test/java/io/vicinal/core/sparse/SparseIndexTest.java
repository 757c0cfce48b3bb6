package io.vicinal.core.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.SparseVector;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.testkit.ExactDistance;
import io.vicinal.testkit.Seed;
import io.vicinal.testkit.VectorGenerator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Both indexes, compared with every vector looked at. */
class SparseIndexTest {
  private static final UUID OWNER = new UUID(1, 2);

  @Test
  void findsWhatAComparisonWithEveryRowFinds() {
    Seed.ofRun()
        .run(
            random -> {
              for (int life = 0; life < 12; life++) {
                List<@Nullable SparseVector> rows = rows(random);
                List<SparseIndex> indexes = indexes(rows, random);
                for (int i = 0; i < 25; i++) {
                  SparseVector query = weights(random);
                  int k = random.nextInt(1, random.nextBoolean() ? 12 : 400);
                  IntPredicate accept = accepting(rows.size(), random);
                  RowOrder ties = anyOrder(rows.size(), random);
                  List<Found> expected = expected(rows, query, k, accept, ties);
                  for (SparseIndex index : indexes) {
                    assertThat(found(index.nearest(query, k, accept, ties)))
                        .as("%s, k %d, %s", query, k, index.getClass())
                        .isEqualTo(expected);
                  }
                }
              }
            });
  }

  /** With weights of both signs, and sums that are rounded. */
  @Test
  void skipsBlocksThatCannotHoldANeighbor() {
    List<SparseVector> rows = new ArrayList<>();
    for (int row = 0; row < 100 * BlockScores.ROWS; row++) {
      rows.add(VectorGenerator.sparse(Map.of(1, row < 10 ? 9f : 0.5f, 2, -1f)));
    }
    SealedPostings index = SealedPostings.build(rows.size(), entries(rows));

    SparseResult found =
        index.nearest(
            VectorGenerator.sparse(new TreeMap<>(Map.of(1, 1f, 2, 0.1f))),
            5,
            row -> true,
            Integer::compare);

    assertThat(found.size()).isEqualTo(5);
    assertThat(found.scoredRows()).isEqualTo(BlockScores.ROWS);
  }

  @Test
  void keepsTheOrderOfDistancesBeyondFloat32() {
    float huge = Float.MAX_VALUE;
    List<SparseVector> rows =
        List.of(
            VectorGenerator.sparse(Map.of(1, huge)),
            VectorGenerator.sparse(Map.of(1, 1f)),
            VectorGenerator.sparse(Map.of(1, huge)),
            VectorGenerator.sparse(Map.of(1, -huge)));
    for (SparseIndex index : indexes(rows, new SplittableRandom(1))) {
      SparseVector query = VectorGenerator.sparse(Map.of(1, huge));

      assertThat(found(index.nearest(query, 2, row -> true, Integer::compare)))
          .containsExactly(
              new Found(0, Float.NEGATIVE_INFINITY), new Found(2, Float.NEGATIVE_INFINITY));
    }
  }

  /** Each of them was a neighbor once, however many are wanted. */
  @Test
  void keepsNoMoreThanAreWantedOfRowsThatAreAsNear() {
    List<SparseVector> rows =
        Collections.nCopies(9 * BlockScores.ROWS, VectorGenerator.sparse(Map.of(1, 1f)));
    for (SparseIndex index : indexes(rows, new SplittableRandom(1))) {
      SparseResult found =
          index.nearest(rows.get(0), 3, row -> true, (row, other) -> Integer.compare(other, row));

      assertThat(found(found))
          .extracting(Found::row)
          .containsExactly(rows.size() - 1, rows.size() - 2, rows.size() - 3);
    }
  }

  @Test
  void saysHowMuchMemoryItTakes() {
    GrowingPostings different = new GrowingPostings();
    different.append(
        consumer -> {
          for (int i = 0; i < 10_000; i++) {
            consumer.accept(i / 100, i, 1);
          }
        });
    GrowingPostings same = new GrowingPostings();
    same.append(
        consumer -> {
          for (int i = 0; i < 10_000; i++) {
            consumer.accept(i, 7, 1);
          }
        });

    // An entry of a map and an array for each; eight bytes for each, of which half may be free.
    assertThat(different.memoryBytes()).isBetween(10_000 * 80L, 10_000 * 100L);
    assertThat(same.memoryBytes()).isBetween(10_000 * 8L, 10_000 * 16L + 200);
  }

  private record Found(int row, float distance) {}

  private static List<SparseIndex> indexes(
      List<? extends @Nullable SparseVector> rows, SplittableRandom random) {
    SealedPostings sealed = SealedPostings.build(rows.size(), entries(rows));
    FaultyDirectory directory = FaultyDirectory.create();
    sealed.writeTo(directory, "s.postings", OWNER);
    GrowingPostings growing = new GrowingPostings();
    int cut = random.nextInt(rows.size() + 1);
    growing.append(entries(rows.subList(0, cut)));
    growing.append(
        consumer ->
            entries(rows.subList(cut, rows.size()))
                .forEach((row, index, value) -> consumer.accept(cut + row, index, value)));
    return List.of(
        sealed, SealedPostings.read(directory, "s.postings", OWNER, rows.size()), growing);
  }

  static SparseEntries entries(List<? extends @Nullable SparseVector> rows) {
    return consumer -> {
      for (int row = 0; row < rows.size(); row++) {
        SparseVector vector = rows.get(row);
        for (int i = 0; vector != null && i < vector.size(); i++) {
          consumer.accept(row, vector.index(i), vector.value(i));
        }
      }
    };
  }

  private static List<@Nullable SparseVector> rows(SplittableRandom random) {
    List<@Nullable SparseVector> rows = new ArrayList<>();
    boolean whole = random.nextBoolean();
    for (int i = random.nextInt(1500); i > 0; i--) {
      if (random.nextInt(6) == 0) {
        rows.add(null);
      } else {
        rows.add(whole ? VectorGenerator.sparse(random) : weights(random));
      }
    }
    return rows;
  }

  /** Weights that are no whole numbers, some of them negative, in rows of different lengths. */
  private static SparseVector weights(SplittableRandom random) {
    Map<Integer, Float> components = new TreeMap<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      int index = (int) (60 * Math.pow(random.nextDouble(), 3));
      components.put(index, (float) (random.nextDouble(-0.3, 1) * Math.exp(random.nextInt(3))));
    }
    return VectorGenerator.sparse(components);
  }

  /** As if rows had any ids. */
  private static RowOrder anyOrder(int rows, SplittableRandom random) {
    List<Integer> places = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      places.add(random.nextInt(row + 1), row);
    }
    Map<Integer, Integer> ids = new HashMap<>();
    for (int id = 0; id < rows; id++) {
      ids.put(places.get(id), id);
    }
    return Comparator.comparing(ids::get)::compare;
  }

  private static IntPredicate accepting(int rows, SplittableRandom random) {
    if (random.nextBoolean()) {
      return row -> true;
    }
    BitSet accepted = new BitSet();
    int part = random.nextInt(1, 30);
    for (int row = 0; row < rows; row++) {
      if (random.nextInt(part) == 0) {
        accepted.set(row);
      }
    }
    return accepted::get;
  }

  private static List<Found> expected(
      List<@Nullable SparseVector> rows,
      SparseVector query,
      int k,
      IntPredicate accept,
      RowOrder ties) {
    List<Found> all = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      SparseVector vector = rows.get(row);
      if (vector != null && accept.test(row)) {
        OptionalDouble distance = ExactDistance.of(vector, query);
        if (distance.isPresent()) {
          all.add(new Found(row, (float) distance.getAsDouble()));
        }
      }
    }
    all.sort(
        Comparator.comparingDouble(Found::distance)
            .thenComparing((one, two) -> ties.compare(one.row(), two.row())));
    return List.copyOf(all.subList(0, Math.min(k, all.size())));
  }

  private static List<Found> found(SparseResult result) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < result.size(); i++) {
      found.add(new Found(result.row(i), result.distance(i)));
    }
    return found;
  }
}
