package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.WriteResult;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random changes and reads, each compared with the exact database. */
interface ModelContract extends DatabaseUnderTest {
  @Test
  default void agreesWithTheExactDatabaseWhateverHappens() {
    Seed.ofRun()
        .run(
            random -> {
              for (int life = 0; life < 4; life++) {
                CollectionSchema schema = SchemaGenerator.any(random);
                Model model = new Model(create("model", schema), random);
                for (int step = 0; step < 25; step++) {
                  model.step("life " + life + ", step " + step);
                }
                database().dropCollection("model");
              }
            });
  }

  /** A collection beside an exact one. */
  final class Model {
    private static final int KEYS = 60;

    private final VectorCollection actual;
    private final ExactCollection exact;
    private final SplittableRandom random;

    Model(VectorCollection actual, SplittableRandom random) {
      this.actual = actual;
      this.exact =
          new ExactDatabase().createCollection(CollectionSpec.of("exact", actual.schema()));
      this.random = random;
    }

    void step(String where) {
      if (random.nextInt(8) == 0) {
        actual.flush();
      } else {
        write(where);
      }
      assertThat(DatabaseUnderTest.records(actual))
          .as(where)
          .isEqualTo(DatabaseUnderTest.records(exact));
      assertThat(actual.statistics().records()).as(where).isEqualTo(exact.statistics().records());
      read(where);
    }

    private void write(String where) {
      int size = random.nextInt(6) == 0 ? random.nextInt(80) : 1 + random.nextInt(5);
      List<Mutation> mutations = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        RecordId id = id();
        mutations.add(
            random.nextInt(3) == 0
                ? new Mutation.Delete(id)
                : new Mutation.Upsert(RecordGenerator.any(actual.schema(), id, random)));
      }
      WriteResult result = actual.write(mutations);
      WriteResult expected = exact.write(mutations);
      assertThat(result.upserted()).as(where).isEqualTo(expected.upserted());
      assertThat(result.deleted()).as(where).isEqualTo(expected.deleted());
    }

    private void read(String where) {
      List<RecordId> ids = List.of(id(), id(), id());
      Projection projection = projection();
      assertThat(actual.get(ids, projection)).as(where).isEqualTo(exact.get(ids, projection));
      Filter filter = FilterGenerator.any(actual.schema(), random);
      String filtered = where + " where " + FilterText.toSql(filter);
      ScanRequest scan = ScanRequest.ALL.where(filter).returning(Projection.ID_ONLY);
      assertThat(ids(actual, scan)).as(filtered).isEqualTo(ids(exact, scan));
      SearchRequest nearest = nearest(projection);
      SearchAgreement.checkExact(actual.search(nearest), nearest, exact, where);
      SearchRequest among = nearest.where(filter);
      SearchAgreement.checkExact(actual.search(among), among, exact, filtered);
      for (SparseField field : actual.schema().sparseFields()) {
        SearchRequest sparse =
            SearchRequest.nearest(
                    field.name(), VectorGenerator.sparse(random), 1 + random.nextInt(20))
                .returning(projection);
        assertThat(actual.search(sparse).neighbors())
            .as(where + ", " + sparse)
            .isEqualTo(exact.search(sparse).neighbors());
        SearchRequest few = sparse.where(filter);
        assertThat(actual.search(few).neighbors())
            .as(filtered + ", " + few)
            .isEqualTo(exact.search(few).neighbors());
      }
      for (Attribute attribute : groupable()) {
        SearchRequest groups = nearest.groupBy(attribute.name(), 1 + random.nextInt(3));
        SearchAgreement.checkGroups(actual.search(groups), groups, exact, where);
      }
    }

    private List<Attribute> groupable() {
      return actual.schema().attributes().stream()
          .filter(each -> each.type() instanceof ScalarType && each.type() != ScalarType.JSON)
          .toList();
    }

    private SearchRequest nearest(Projection projection) {
      List<VectorField> fields = actual.schema().vectorFields();
      VectorField field = fields.get(random.nextInt(fields.size()));
      DenseVector query = VectorGenerator.uniform(field.dimension(), random);
      return SearchRequest.nearest(field.name(), query, 1 + random.nextInt(20))
          .offset(random.nextInt(3) == 0 ? random.nextInt(30) : 0)
          .in(SearchMode.EXACT)
          .returning(projection);
    }

    private Projection projection() {
      return switch (random.nextInt(4)) {
        case 0 -> Projection.ALL;
        case 1 -> Projection.ATTRIBUTES;
        case 2 -> Projection.ID_ONLY;
        default -> Projection.of(actual.schema().vectorFields().get(0).name());
      };
    }

    private RecordId id() {
      return RecordGenerator.id(actual.schema(), random.nextInt(KEYS));
    }

    private static Set<RecordId> ids(VectorCollection collection, ScanRequest request) {
      Set<RecordId> ids = new TreeSet<>();
      DatabaseUnderTest.all(collection.scan(request)).forEach(record -> ids.add(record.id()));
      return ids;
    }
  }
}
