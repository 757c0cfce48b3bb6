package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.filter.FilterParser;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.junit.jupiter.api.Test;

/** What a node's parser takes goes to the node, and nothing else. */
final class PredicateTranslationTest {
  /** The characters of an id of six digits and the comma before it. */
  private static final int CHARACTERS_OF_AN_ID = 8;

  private static final int MOST_IDS = FilterParser.MAX_LENGTH / CHARACTERS_OF_AN_ID;

  private final PredicateTranslation translation =
      new PredicateTranslation(
          new CollectionSchema(
              IdType.INT64,
              List.of(VectorField.of("v", 2, Metric.COSINE)),
              List.of(new Attribute("n", ScalarType.INT64))));

  @Test
  void leavesWhatIsTooLong() {
    Predicate fitting = idIn(MOST_IDS - 10);
    Predicate tooLong = idIn(MOST_IDS + 10);
    Predicate other = predicate("=", Expressions.column("n"), Expressions.literal(1L));
    assertDivided(List.of(fitting), List.of(), fitting);
    assertDivided(List.of(other), List.of(tooLong), tooLong, other);
  }

  @Test
  void leavesWhatIsTooLongTogetherWithOthers() {
    Predicate half = idIn(MOST_IDS / 2 + 10);
    Predicate otherHalf = predicate("NOT", half);
    assertDivided(List.of(otherHalf), List.of(), otherHalf);
    assertDivided(List.of(half), List.of(otherHalf), half, otherHalf);
    assertThat(translation.translateAll(new Predicate[] {half})).isPresent();
    assertThat(translation.translateAll(new Predicate[] {half, otherHalf})).isEmpty();
  }

  @Test
  void leavesWhatIsTooDeep() {
    Predicate fitting = nested(FilterParser.MAX_DEPTH);
    Predicate tooDeep = nested(FilterParser.MAX_DEPTH + 1);
    assertDivided(List.of(fitting), List.of(), fitting);
    assertDivided(List.of(), List.of(tooDeep), tooDeep);
  }

  @Test
  void leavesWhatIsTooDeepTogetherWithOthers() {
    Predicate deep = nested(FilterParser.MAX_DEPTH);
    Predicate other = predicate("=", Expressions.column("id"), Expressions.literal(1L));
    assertDivided(List.of(deep), List.of(other), deep, other);
  }

  private void assertDivided(List<Predicate> done, List<Predicate> left, Predicate... predicates) {
    PredicateTranslation.Divided divided = translation.divide(predicates);
    assertThat(divided.done()).isEqualTo(done);
    assertThat(divided.left()).isEqualTo(left);
    assertThat(divided.filter().isPresent()).isEqualTo(!done.isEmpty());
  }

  private static Predicate idIn(int ids) {
    Expression[] operands = new Expression[ids + 1];
    operands[0] = Expressions.column("id");
    for (int i = 1; i <= ids; i++) {
      operands[i] = Expressions.literal(100_000L + i);
    }
    return new Predicate("IN", operands);
  }

  /** Disjunctions and conjunctions, one in the other. */
  private static Predicate nested(int levels) {
    Predicate isNull = predicate("IS_NULL", Expressions.column("n"));
    Predicate nested = isNull;
    for (int level = 0; level < levels; level++) {
      nested = predicate(level % 2 == 0 ? "OR" : "AND", nested, isNull);
    }
    return nested;
  }

  private static Predicate predicate(String name, Expression... operands) {
    return new Predicate(name, operands);
  }
}
