package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.DenseVector;
import io.vicinal.api.Neighbor;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
