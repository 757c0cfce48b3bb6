package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.DatabaseUnderTest.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.WriteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a write does, and what it says that it did. */
interface WriteContract extends DatabaseUnderTest {
  @Test
  default void insertsAndReplacesWholeRecords() {
    VectorCollection points = points();

    WriteResult inserted = points.upsert(List.of(point(1, 0, 0), point(2, 0, 0)));
    WriteResult replaced = points.upsert(List.of(point(2, 4, 5).withAttributes(Map.of())));

    assertThat(inserted.upserted()).isEqualTo(2);
    assertThat(replaced.upserted()).isEqualTo(1);
    assertThat(replaced.deleted()).isZero();
    assertThat(points.get(ids(1, 2), Projection.ALL))
        .containsExactly(point(1, 0, 0), point(2, 4, 5).withAttributes(Map.of()));
    assertThat(points.statistics().records()).isEqualTo(2);
  }

  @Test
  default void deletesWhatIsThereAndCountsNothingElse() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 0, 0), point(3, 0, 0)));

    WriteResult deleted = points.delete(ids(1, 99, 3, 1));

    assertThat(deleted.upserted()).isZero();
    assertThat(deleted.deleted()).isEqualTo(2);
    assertThat(records(points)).containsOnlyKeys(RecordId.of(2));
    assertThat(points.delete(ids(1)).deleted()).isZero();
  }

  @Test
  default void appliesTheChangesOfOneCallInTheirOrder() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 0, 0), point(3, 0, 0)));

    WriteResult result =
        points.write(
            List.of(
                new Mutation.Delete(RecordId.of(1)),
                new Mutation.Upsert(point(1, 1, 1)),
                new Mutation.Upsert(point(2, 2, 2)),
                new Mutation.Delete(RecordId.of(2)),
                new Mutation.Upsert(point(3, 3, 3)),
                new Mutation.Upsert(point(3, 4, 4)),
                new Mutation.Upsert(point(4, 5, 5)),
                new Mutation.Delete(RecordId.of(4)),
                new Mutation.Upsert(point(4, 6, 6))));

    assertThat(records(points).values())
        .containsExactly(point(1, 1, 1), point(3, 4, 4), point(4, 6, 6));
    assertThat(result.upserted()).isEqualTo(6);
    assertThat(result.deleted()).isEqualTo(3);
  }

  @Test
  default void appliesALongChainOfChangesOfOneKey() {
    VectorCollection points = points();
    List<Mutation> chain = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      chain.add(
          i % 3 == 2 ? new Mutation.Delete(RecordId.of(7)) : new Mutation.Upsert(point(7, i, 0)));
    }

    points.write(chain.subList(0, 299));
    assertThat(records(points).values()).containsExactly(point(7, 298, 0));
    points.write(chain);

    assertThat(records(points)).isEmpty();
    assertThat(points.statistics().records()).isZero();
  }

  @Test
  default void changesNothingForAnEmptyList() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));

    WriteResult result = points.write(List.of());

    assertThat(result.upserted()).isZero();
    assertThat(result.deleted()).isZero();
    assertThat(records(points).values()).containsExactly(point(1, 0, 0));
  }

  @Test
  default void numbersLaterWritesHigher() {
    VectorCollection points = points();
    long last = 0;
    for (int i = 0; i < 10; i++) {
      long next =
          (i % 2 == 0 ? points.upsert(List.of(point(1, i, 0))) : points.delete(ids(1)))
              .sequenceNumber();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
    assertThat(points.statistics().sequenceNumber()).isGreaterThanOrEqualTo(last);
  }

  @Test
  default void insertsARecordAgainAfterItWasDeleted() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 1, 1)));
    points.flush();
    points.delete(ids(1));
    points.flush();
    points.upsert(List.of(point(1, 2, 2)));
    points.flush();

    assertThat(records(points).values()).containsExactly(point(1, 2, 2));
    assertThat(points.statistics().records()).isEqualTo(1);
  }

  @Test
  default void flushingChangesNothing() {
    VectorCollection points = points();
    for (int round = 0; round < 12; round++) {
      for (int id = round; id < round + 5; id++) {
        points.upsert(List.of(point(id, round, id)));
      }
      points.delete(ids(round));
      Map<RecordId, VectorRecord> before = records(points);

      points.flush();
      points.flush();

      assertThat(records(points)).isEqualTo(before);
      assertThat(points.statistics().records()).isEqualTo(before.size());
    }
  }

  @ParameterizedTest
  @EnumSource(IdType.class)
  default void returnsValuesOfEveryTypeAsTheyWereWritten(IdType idType) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = SchemaGenerator.everything(idType);
              VectorCollection collection = create("everything", schema);
              List<VectorRecord> written = anyRecords(schema, 200, random);
              collection.upsert(written);

              List<RecordId> ids = written.stream().map(VectorRecord::id).toList();
              assertThat(collection.get(ids, Projection.ALL)).isEqualTo(written);
              collection.flush();
              assertThat(collection.get(ids, Projection.ALL)).isEqualTo(written);
            });
  }

  @Test
  default void tellsIdsApartThatLookAlike() {
    List<RecordId> texts =
        List.of(
            RecordId.of("a"),
            RecordId.of("A"),
            RecordId.of("a "),
            RecordId.of("é"),
            RecordId.of("e\u0301"),
            RecordId.of("𝄞"),
            RecordId.of("\uffff"),
            RecordId.of("a\u0000"),
            RecordId.of("1"),
            RecordId.of("x".repeat(1024)));
    List<RecordId> numbers =
        Arrays.stream(new long[] {0, -1, 1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
            .mapToObj(RecordId::of)
            .toList();
    keepsApart(
        create(
            "texts",
            new CollectionSchema(IdType.STRING, POINTS.vectorFields(), POINTS.attributes())),
        texts);
    keepsApart(create("numbers", POINTS), numbers);
  }

  private static void keepsApart(VectorCollection collection, List<RecordId> ids) {
    List<VectorRecord> records = new ArrayList<>();
    for (RecordId id : ids) {
      records.add(VectorRecord.of(id, "v", DenseVector.of(records.size(), 0)));
    }
    collection.upsert(records);

    assertThat(collection.get(ids, Projection.ALL)).isEqualTo(records);
    collection.flush();
    assertThat(collection.get(ids, Projection.ALL)).isEqualTo(records);
    assertThat(collection.delete(ids.subList(0, 3)).deleted()).isEqualTo(3);
    assertThat(collection.get(ids, Projection.ALL)).isEqualTo(records.subList(3, ids.size()));
  }

  private static List<VectorRecord> anyRecords(
      CollectionSchema schema, int count, SplittableRandom random) {
    return LongStream.range(0, count)
        .mapToObj(i -> RecordGenerator.any(schema, RecordGenerator.id(schema, i), random))
        .toList();
  }
}
