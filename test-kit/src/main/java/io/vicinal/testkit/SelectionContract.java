package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Neighbor;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of the records that a search finds are returned. */
interface SelectionContract extends DatabaseUnderTest {
  @Test
  default void returnsTheNeighborsAfterAnOffset() {
    VectorCollection points = points();
    List<VectorRecord> line = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      line.add(point(i, i, 0));
    }
    points.upsert(line.subList(0, 30));
    points.flush();
    points.upsert(line.subList(30, 50));
    SearchRequest nearest = SearchRequest.nearest("v", DenseVector.of(0, 0), 4);

    for (SearchMode mode : SearchMode.values()) {
      SearchRequest request = nearest.in(mode);
      assertThat(points.search(request.offset(0))).isEqualTo(points.search(request));
      assertThat(SearchAgreement.ids(points.search(request.offset(27))))
          .as("" + mode)
          .isEqualTo(ids(27, 28, 29, 30));
      assertThat(points.search(request.offset(27)).neighbors())
          .as("" + mode)
          .extracting(Neighbor::distance)
          .containsExactly(27f, 28f, 29f, 30f);
      assertThat(SearchAgreement.ids(points.search(request.offset(48))))
          .as("" + mode)
          .isEqualTo(ids(48, 49));
      assertThat(points.search(request.offset(50)).neighbors()).as("" + mode).isEmpty();
      assertThat(points.search(request.offset(SearchRequest.MAX_K - 4)).neighbors()).isEmpty();
      assertThat(
              SearchAgreement.ids(
                  points.search(request.where(FilterParser.parse("number > 9")).offset(2))))
          .as("" + mode)
          .isEqualTo(ids(12, 13, 14, 15));
    }
  }

  @Test
  default void returnsWhatIsNearEnough() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 3, 4), point(3, 6, 8)));
    points.flush();
    points.upsert(List.of(point(4, 0, 0.1f), point(5, 9, 12)));
    SearchRequest nearest = SearchRequest.nearest("v", DenseVector.of(0, 0), 3);

    for (SearchMode mode : SearchMode.values()) {
      SearchRequest request = nearest.in(mode);
      assertThat(SearchAgreement.ids(points.search(request.within(5)))).isEqualTo(ids(1, 4, 2));
      assertThat(SearchAgreement.ids(points.search(request.within(4.99f)))).isEqualTo(ids(1, 4));
      // What a user copies from an answer is a limit that the neighbour is within.
      assertThat(SearchAgreement.ids(points.search(request.within(0.1f)))).isEqualTo(ids(1, 4));
      assertThat(SearchAgreement.ids(points.search(request.within(0)))).isEqualTo(ids(1));
      assertThat(SearchAgreement.ids(points.search(request.within(1000)))).isEqualTo(ids(1, 4, 2));
      assertThat(SearchAgreement.ids(points.search(request.within(10).offset(2))))
          .isEqualTo(ids(2, 3));
      assertThat(points.search(request.within(10).offset(4)).neighbors()).isEmpty();
      assertThat(
              points.search(request.within(5).where(FilterParser.parse("number > 5"))).neighbors())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void measuresHowNearIsEnoughByTheMetric(Metric metric) {
    CollectionSchema schema =
        new CollectionSchema(IdType.INT64, List.of(VectorField.of("v", 2, metric)), List.of());
    VectorCollection collection = create("c", schema);
    collection.upsert(
        List.of(
            VectorRecord.of(RecordId.of(1), "v", DenseVector.of(8, 0)),
            VectorRecord.of(RecordId.of(2), "v", DenseVector.of(2, 2)),
            VectorRecord.of(RecordId.of(3), "v", DenseVector.of(0, 3)),
            VectorRecord.of(RecordId.of(4), "v", DenseVector.of(-4, 0))));
    SearchRequest request = SearchRequest.nearest("v", DenseVector.of(2, 0), 9);

    // Distances of 1 to 4: 6, 2, 3.6, 6 · 0, 0.29, 1, 2 · -16, -4, 0, 8 · 6, 2, 5, 6.
    float limit =
        switch (metric) {
          case EUCLIDEAN -> 3.7f;
          case COSINE -> 0.3f;
          case DOT -> -3.9f;
          case MANHATTAN -> 5;
        };
    List<RecordId> near =
        switch (metric) {
          case EUCLIDEAN, MANHATTAN -> ids(2, 3);
          case COSINE, DOT -> ids(1, 2);
        };
    for (SearchMode mode : SearchMode.values()) {
      assertThat(SearchAgreement.ids(collection.search(request.in(mode).within(limit))))
          .as("" + mode)
          .isEqualTo(near);
    }
    if (metric != Metric.DOT) {
      assertRefused(
          ErrorCode.INVALID_ARGUMENT,
          () -> collection.search(request.within(-0.001f)),
          "maxDistance is -0.001",
          metric.name(),
          "'v'",
          "0 or more");
    }
  }

  @Test
  default void cutsTheOrderOfAnExactSearchIntoPages() {
    Seed.ofRun()
        .run(
            random -> {
              VectorCollection points = points();
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 120; i++) {
                // Few different places, so that pages begin and end among equals.
                DenseVector v = VectorGenerator.grid(2, random);
                records.add(VectorRecord.of(RecordId.of((i * 7L) % 120), "v", v));
              }
              points.upsert(records.subList(0, 70));
              points.flush();
              points.upsert(records.subList(70, 120));
              SearchRequest request =
                  SearchRequest.nearest("v", VectorGenerator.grid(2, random), 7)
                      .in(SearchMode.EXACT);

              List<Neighbor> pages = new ArrayList<>();
              for (int offset = 0; offset < 120; offset += 7) {
                pages.addAll(points.search(request.offset(offset)).neighbors());
              }

              SearchRequest all =
                  SearchRequest.nearest("v", request.query(), 120).in(SearchMode.EXACT);
              assertThat(pages).isEqualTo(points.search(all).neighbors());
            });
  }
}
