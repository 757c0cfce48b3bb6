package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks and sizes of changes, against the api's own check and against UTF-8. */
final class MutationCheckTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("a", 2, Metric.COSINE), VectorField.of("b", 1, Metric.EUCLIDEAN)),
          List.of(new SparseField("words")),
          List.of(
              new Attribute("n", ScalarType.INT64),
              new Attribute("tags", new ListType(ScalarType.STRING))));

  private static final float[] COMPONENTS = {0, 0, 1, -1, 0.5f, Float.NaN};

  @Test
  void agreesWithTheSchemasOwnCheck() {
    long seed = Long.getLong("vicinal.seed", System.nanoTime());
    System.out.println("replay with -Dvicinal.seed=" + seed);
    Random random = new Random(seed);
    MutationCheck check = new MutationCheck(SCHEMA);
    int valid = 0;
    for (int i = 0; i < 5_000; i++) {
      VectorRecord record = randomRecord(random);
      Throwable expected = catchThrowable(() -> SCHEMA.check(record));
      Throwable found = catchThrowable(() -> check.check(new Mutation.Upsert(record)));
      if (expected == null) {
        valid++;
        assertThat(found).isNull();
      } else {
        assertThat(found).as("%s", record).hasMessage(expected.getMessage());
      }
    }
    assertThat(valid).isBetween(100, 4_900);
  }

  @Test
  void refusesADeleteByAnIdOfTheOtherType() {
    MutationCheck check = new MutationCheck(SCHEMA);
    assertThat(catchThrowable(() -> check.check(new Mutation.Delete(RecordId.of("one")))))
        .hasMessage("id one is STRING; expected INT64");
  }

  @Test
  void measuresTextInUtf8() {
    for (String text : List.of("plain", "Grüße", "語彙", "𝒗ector", "")) {
      VectorRecord record =
          new VectorRecord(
              RecordId.of(1), Map.of("b", DenseVector.of(1)), Map.of("tags", List.of(text, text)));
      long rest = 1 + Long.BYTES + Float.BYTES;
      assertThat(MutationSize.of(new Mutation.Upsert(record)))
          .as(text)
          .isEqualTo(rest + 2L * text.getBytes(StandardCharsets.UTF_8).length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(10).position(3);
    VectorRecord record = new VectorRecord(RecordId.of("ä"), Map.of(), Map.of("x", bytes));
    assertThat(MutationSize.of(new Mutation.Upsert(record))).isEqualTo(1 + 2 + 7);
  }

  private static VectorRecord randomRecord(Random random) {
    Map<String, DenseVector> vectors = new HashMap<>();
    vectors.put("a", vector(random, rarely(random) ? 3 : 2));
    vectors.put(rarely(random) ? "c" : "b", vector(random, 1));
    if (rarely(random)) {
      vectors.remove("a");
    }
    Map<String, Object> attributes = new HashMap<>();
    if (random.nextBoolean()) {
      attributes.put(rarely(random) ? "m" : "n", rarely(random) ? (Object) 1 : (Object) 1L);
    }
    if (random.nextBoolean()) {
      attributes.put("tags", List.of("x", rarely(random) ? (Object) 2 : "y"));
    }
    RecordId id = rarely(random) ? RecordId.of("text") : RecordId.of(random.nextInt(100));
    Map<String, SparseVector> sparse =
        random.nextBoolean()
            ? Map.of()
            : Map.of(
                rarely(random) ? "letters" : "words",
                SparseVector.of(new int[] {7}, new float[] {1}));
    return new VectorRecord(id, vectors, sparse, attributes);
  }

  private static DenseVector vector(Random random, int dimension) {
    float[] components = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      components[i] = COMPONENTS[random.nextInt(random.nextInt(6) == 0 ? 6 : 5)];
    }
    return DenseVector.of(components);
  }

  private static boolean rarely(Random random) {
    return random.nextInt(12) == 0;
  }
}
