package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.all;
import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.api.filter.FilterText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which records pass a filter, and that searches see those only. */
interface FilterContract extends DatabaseUnderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number = 2                          | 2",
        "number <> 2                         | 1,3",
        "NOT number = 2                      | 1,3",
        "number IS NULL                      | 4,5",
        "number IS NOT NULL                  | 1,2,3",
        "number > 1                          | 2,3",
        "number > 1.5                        | 2,3",
        "number < 3000000000000000000000.0   | 1,2,3",
        "number BETWEEN 1 AND 2              | 1,2",
        "number NOT BETWEEN 1 AND 2          | 3",
        "number IN (1, 3)                    | 1,3",
        "number NOT IN (1, 3)                | 2",
        "number = 1 OR text IS NULL          | 1,3,5",
        "number = 99 OR text = 'a'           | 1,4",
        "NOT (number = 1 OR text = 'a')      | 2",
        "NOT (number = 1 AND text = 'a')     | 2,3",
        "text LIKE 'a%'                      | 1,2,4",
        "text NOT LIKE 'ab%'                 | 1,4",
        "text LIKE ''                        | ''",
        "text LIKE '%'                       | 1,2,4",
        "id >= 4                             | 4,5",
        "id IN (2, 4) AND number IS NOT NULL | 2",
      })
  default void passesWhatSqlPasses(String sql, String expected) {
    VectorCollection points = points();
    points.upsert(
        List.of(
            point(1, 1, 0).withAttributes(Map.of("number", 1L, "text", "a")),
            point(2, 2, 0).withAttributes(Map.of("number", 2L, "text", "abc")),
            point(3, 3, 0).withAttributes(Map.of("number", 3L)),
            point(4, 4, 0).withAttributes(Map.of("text", "a")),
            point(5, 5, 0).withAttributes(Map.of())));
    Filter filter = FilterParser.parse(sql);

    List<String> found = new ArrayList<>();
    for (VectorRecord record : all(points.scan(ScanRequest.ALL.where(filter)))) {
      found.add(record.id().toString());
    }
    found.sort(null);
    assertThat(String.join(",", found)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(IdType.class)
  default void agreesWithTheMeaningOfFiltersOnEveryType(IdType idType) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = SchemaGenerator.everything(idType);
              VectorCollection collection = create("everything", schema);
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
              for (int part = 0; part < 2; part++) {
                List<VectorRecord> records = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                  RecordId id = RecordGenerator.id(schema, 60 * part + i);
                  records.add(RecordGenerator.any(schema, id, random));
                }
                collection.upsert(records);
                exact.upsert(records);
                // One part in sealed segments, the other in memory.
                if (part == 0) {
                  collection.flush();
                }
              }
              for (int i = 0; i < 200; i++) {
                Filter filter = FilterGenerator.any(schema, random);
                ScanRequest request = ScanRequest.ALL.where(filter).returning(Projection.ID_ONLY);
                assertThat(new TreeSet<>(scannedIds(collection, request)))
                    .as(FilterText.toSql(filter))
                    .isEqualTo(new TreeSet<>(scannedIds(exact, request)));
              }
            });
  }

  @Test
  default void searchesTheFilteredSetAsIfThereWereNoOther() {
    Seed.ofRun()
        .run(
            random -> {
              VectorCollection all = create("all", POINTS);
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 500; i++) {
                DenseVector v = VectorGenerator.uniform(2, random);
                Map<String, Object> attributes =
                    Map.of("number", (long) random.nextInt(100), "text", "t" + i % 7);
                records.add(new VectorRecord(RecordId.of(i), Map.of("v", v), attributes));
              }
              all.upsert(records);
              for (String sql :
                  List.of(
                      "number < 2", "number < 50", "number < 99", "text = 't3' AND number > 90")) {
                Filter filter = FilterParser.parse(sql);
                VectorCollection some = create("some", POINTS);
                some.upsert(all(all.scan(ScanRequest.ALL.where(filter))));
                SearchRequest exact =
                    SearchRequest.nearest("v", VectorGenerator.uniform(2, random), 10)
                        .in(SearchMode.EXACT);
                assertThat(all.search(exact.where(filter)).neighbors())
                    .as(sql)
                    .isEqualTo(some.search(exact).neighbors());
                database().dropCollection("some");
              }
            });
  }

  @Test
  default void countsKAfterTheFilter() {
    VectorCollection points = points();
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      records.add(point(i, i, 0));
    }
    points.upsert(records);
    SearchRequest nearest = SearchRequest.nearest("v", DenseVector.of(0, 0), 5);

    for (SearchMode mode : SearchMode.values()) {
      SearchRequest request = nearest.in(mode);
      // Farther than hundreds of records that do not pass.
      assertThat(
              SearchAgreement.ids(points.search(request.where(FilterParser.parse("number > 500")))))
          .as("" + mode)
          .isEqualTo(ids(501, 502, 503, 504, 505));
      assertThat(
              SearchAgreement.ids(
                  points.search(request.where(FilterParser.parse("number IN (3, 599, 77)")))))
          .as("" + mode)
          .isEqualTo(ids(3, 77, 599));
      assertThat(points.search(request.where(FilterParser.parse("number < 0"))).neighbors())
          .as("" + mode)
          .isEmpty();
    }
  }

  private static List<RecordId> scannedIds(VectorCollection collection, ScanRequest request) {
    return all(collection.scan(request)).stream().map(VectorRecord::id).toList();
  }
}
