package io.vicinal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.Examples;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches as documents. */
class SearchOptionsTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.DOT)),
          List.of(new Attribute("a", ScalarType.INT32)));
  private static final DenseVector QUERY = DenseVector.of(0.1f, -3e38f);
  private static final SearchRequest PLAIN = SearchRequest.nearest("v", QUERY, 10);

  /** Nodes and clients that know no other keys refuse a document with one. */
  @Test
  void writesOnlyTheKeysThatSayMoreThanTheirAbsence() {
    assertThat(Json.writeString(SearchOptions.nearest(10))).isEqualTo("{\"k\":10}");
    assertThat(Json.writeString(SearchOptions.of(PLAIN)))
        .isEqualTo("{\"field\":\"v\",\"k\":10,\"mode\":\"approximate\",\"fields\":\"id\"}");
  }

  @Test
  void readsTheRequestsThatItWrites() {
    SearchRequest page =
        PLAIN
            .withEf(99)
            .in(SearchMode.EXACT)
            .where(FilterParser.parse("a > 1"))
            .returning(Projection.of("a"))
            .offset(20)
            .within(-0.1f);

    assertSame(PLAIN);
    assertSame(page);
    assertSame(PLAIN.withRecallTarget(0.95));
    assertSame(page.groupBy("a", 3));
    assertSame(page.mmr(0.7, 100));
    Examples examples = Examples.of(RecordId.of(Long.MIN_VALUE), QUERY).unlike(RecordId.of(2));
    assertSame(page.withQuery(examples));
  }

  @Test
  void takesOneOfAGroupUnlessToldOtherwise() {
    SearchOptions options = read("{'k': 5, 'groupBy': 'a'}");

    assertThat(options.toRequest(SCHEMA, QUERY))
        .isEqualTo(SearchRequest.nearest("v", QUERY, 5).groupBy("a", 1));
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThatThrownBy(() -> read("{'k': 5, 'ef': 9, 'recallTarget': 0.9}"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("the keys 'ef' and 'recallTarget' in one search");
    assertThatThrownBy(() -> read("{'k': 5, 'groupSize': 2}"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("key 'groupSize' without the key 'groupBy'");
    assertThatThrownBy(() -> read("{'k': 5, 'mmr': {'lamda': 1, 'candidates': 9}}"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("unknown key 'lamda'; did you mean 'lambda'?");
    assertThatThrownBy(
            () -> read("{'k': 5, 'maxDistance': -1, 'field': 'w'}").toRequest(SCHEMA, QUERY))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("no vector field 'w'");
  }

  private static void assertSame(SearchRequest request) {
    SearchOptions options =
        Json.read(Json.write(SearchOptions.of(request)), SearchOptions.class, "search");
    ExamplesDocument examples = options.recommend();

    assertThat(options.toRequest(SCHEMA, examples == null ? QUERY : examples.toExamples(SCHEMA)))
        .isEqualTo(request);
  }

  private static SearchOptions read(String json) {
    return Json.read(json.replace('\'', '"'), SearchOptions.class, "search");
  }
}
