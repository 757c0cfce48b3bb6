package io.vicinal.spark;

import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FieldReference;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.Filter.Operator;
import io.vicinal.api.filter.FilterBinding;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.api.filter.FilterText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's predicates as filters of the store. What has no exact equal is not translated, and stays
 * in Spark.
 */
final class PredicateTranslation {
  private final CollectionSchema schema;

  PredicateTranslation(CollectionSchema schema) {
    this.schema = schema;
  }

  /** A condition that the store evaluates; no filter at all if every record passes. */
  record Translated(Optional<Filter> filter) {
    static final Translated EVERYTHING = new Translated(Optional.empty());

    static Translated of(Filter filter) {
      return new Translated(Optional.of(filter));
    }
  }

  /**
   * Predicates of a conjunction, divided.
   *
   * @param done what the store evaluates
   * @param left what stays in Spark
   * @param filter those that are done, together; none if every record passes
   */
  record Divided(List<Predicate> done, List<Predicate> left, Optional<Filter> filter) {}

  /** The conjunction of all predicates, if the store can evaluate them together. */
  Optional<Translated> translateAll(Predicate[] predicates) {
    Divided divided = divide(predicates);
    return divided.left().isEmpty()
        ? Optional.of(new Translated(divided.filter()))
        : Optional.empty();
  }

  /** What the store evaluates together, and what it does not. */
  Divided divide(Predicate[] predicates) {
    List<Predicate> done = new ArrayList<>();
    List<Predicate> left = new ArrayList<>();
    List<Translated> translations = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<Translated> translated = translate(predicate);
      translated.ifPresent(translations::add);
      (translated.isPresent() ? done : left).add(predicate);
    }
    Optional<Filter> all = conjunction(translations);
    // Each is accepted for itself; all together may be too long, or one level too deep.
    while (!all.map(this::isAccepted).orElse(true)) {
      left.add(done.remove(done.size() - 1));
      translations.remove(translations.size() - 1);
      all = conjunction(translations);
    }
    return new Divided(done, left, all);
  }

  /** The predicate as a filter that the store accepts, if there is one. */
  private Optional<Translated> translate(Predicate predicate) {
    if (predicate.name().equals("ALWAYS_TRUE") || isNeverNull(predicate)) {
      return Optional.of(Translated.EVERYTHING);
    }
    return filter(predicate).filter(this::isAccepted).map(Translated::of);
  }

  private static Optional<Filter> conjunction(List<Translated> translations) {
    List<Filter> filters =
        translations.stream().flatMap(translated -> translated.filter().stream()).toList();
    List<Filter> needed =
        filters.stream().filter(filter -> filters.stream().noneMatch(implies(filter))).toList();
    return switch (needed.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(needed.get(0));
      default -> Optional.of(new Filter.And(needed));
    };
  }

  /** Whether a filter says all that the given one does: Spark adds IS NOT NULL to comparisons. */
  private static java.util.function.Predicate<Filter> implies(Filter given) {
    if (!(given instanceof Filter.Not not && not.operand() instanceof Filter.IsNull isNull)) {
      return other -> false;
    }
    FieldReference field = isNull.field();
    return conjunct -> isUnknownForNull(conjunct, field);
  }

  private static boolean isUnknownForNull(Filter filter, FieldReference field) {
    // The negation of unknown is unknown.
    Filter other = filter instanceof Filter.Not not ? not.operand() : filter;
    return (other instanceof Filter.Comparison comparison && comparison.field().equals(field))
        || (other instanceof Filter.In in && in.field().equals(field))
        || (other instanceof Filter.StartsWith starts && starts.field().equals(field));
  }

  /** Keys and vectors are in every record. */
  private boolean isNeverNull(Predicate predicate) {
    return predicate.name().equals("IS_NOT_NULL")
        && column(predicate.children()[0])
            .filter(name -> isId(name) || schema.findVectorField(name).isPresent())
            .isPresent();
  }

  private Optional<Filter> filter(Predicate predicate) {
    Expression[] operands = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> both(operands).map(Filter.And::new);
      case "OR" -> both(operands).map(Filter.Or::new);
      case "NOT" -> nested(operands[0]).map(Filter.Not::new);
      case "IS_NULL" -> attribute(operands[0]).map(Filter.IsNull::new);
      case "IS_NOT_NULL" ->
          attribute(operands[0]).map(field -> new Filter.Not(new Filter.IsNull(field)));
      case "=" -> comparison(operands, Operator.EQUAL);
      case "<>" -> comparison(operands, Operator.NOT_EQUAL);
      case "<" -> comparison(operands, Operator.LESS);
      case "<=" -> comparison(operands, Operator.LESS_OR_EQUAL);
      case ">" -> comparison(operands, Operator.GREATER);
      case ">=" -> comparison(operands, Operator.GREATER_OR_EQUAL);
      case "<=>" -> nullSafeEqual(operands);
      case "IN" -> in(operands);
      case "STARTS_WITH" -> startsWith(operands);
      default -> Optional.empty();
    };
  }

  private Optional<List<Filter>> both(Expression[] operands) {
    return nested(operands[0])
        .flatMap(left -> nested(operands[1]).map(right -> List.of(left, right)));
  }

  private Optional<Filter> nested(Expression operand) {
    return operand instanceof Predicate predicate ? filter(predicate) : Optional.empty();
  }

  private Optional<Filter> comparison(Expression[] operands, Operator operator) {
    if (operands[0] instanceof Literal<?>) {
      return comparison(new Expression[] {operands[1], operands[0]}, reversed(operator));
    }
    return comparable(operands[0])
        .flatMap(
            field ->
                literal(operands[1]).map(value -> new Filter.Comparison(field, operator, value)));
  }

  /** Unlike {@code =} it is false, not unknown, where the field is null. */
  private Optional<Filter> nullSafeEqual(Expression[] operands) {
    return comparison(operands, Operator.EQUAL)
        .map(
            equal -> {
              FieldReference field = ((Filter.Comparison) equal).field();
              return new Filter.And(List.of(new Filter.Not(new Filter.IsNull(field)), equal));
            });
  }

  private Optional<Filter> in(Expression[] operands) {
    Optional<FieldReference> field = comparable(operands[0]);
    List<Object> literals = new ArrayList<>();
    for (int i = 1; i < operands.length; i++) {
      Optional<Object> literal = literal(operands[i]);
      if (literal.isEmpty()) {
        return Optional.empty();
      }
      literals.add(literal.get());
    }
    return literals.isEmpty() ? Optional.empty() : field.map(name -> new Filter.In(name, literals));
  }

  private Optional<Filter> startsWith(Expression[] operands) {
    return comparable(operands[0])
        .flatMap(
            field ->
                literal(operands[1])
                    .filter(String.class::isInstance)
                    .map(prefix -> new Filter.StartsWith(field, (String) prefix)));
  }

  /** A field whose values compare in the store as they do in Spark. */
  private Optional<FieldReference> comparable(Expression expression) {
    return attribute(expression)
        .filter(
            field -> {
              AttributeType type =
                  isId(field.name()) ? ScalarType.STRING : schema.attribute(field.name()).type();
              return type instanceof ScalarType
                  && type != ScalarType.JSON
                  && type != ScalarType.BINARY;
            });
  }

  private Optional<FieldReference> attribute(Expression expression) {
    return column(expression)
        .filter(name -> isId(name) || schema.findAttribute(name).isPresent())
        .map(FieldReference::of);
  }

  private static Optional<String> column(Expression expression) {
    return expression instanceof NamedReference reference && reference.fieldNames().length == 1
        ? Optional.of(reference.fieldNames()[0])
        : Optional.empty();
  }

  private static Optional<Object> literal(Expression expression) {
    if (!(expression instanceof Literal<?> literal) || literal.value() == null) {
      return Optional.empty();
    }
    Object value = literal.value();
    if (literal.dataType() instanceof DateType) {
      return Optional.of(LocalDate.ofEpochDay((Integer) value));
    }
    if (literal.dataType() instanceof TimestampType) {
      return Optional.of(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS));
    }
    if (literal.dataType() instanceof StringType && value instanceof UTF8String text) {
      return Optional.of(text.toString());
    }
    if (value instanceof Boolean || value instanceof Long) {
      return Optional.of(value);
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return Optional.of(((Number) value).longValue());
    }
    if (value instanceof Float || value instanceof Double) {
      return Optional.of(((Number) value).doubleValue());
    }
    return Optional.empty();
  }

  private static Operator reversed(Operator operator) {
    return switch (operator) {
      case LESS -> Operator.GREATER;
      case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
      case GREATER -> Operator.LESS;
      case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
      case EQUAL, NOT_EQUAL -> operator;
    };
  }

  /** Whether the store takes the filter as text: NaN has none, and length and depth have limits. */
  private boolean isAccepted(Filter filter) {
    try {
      FilterBinding.bind(FilterParser.parse(FilterText.toSql(filter)), schema);
      return true;
    } catch (VicinalException refused) {
      return false;
    }
  }

  private static boolean isId(String name) {
    return name.equals(CollectionSchema.ID);
  }
}
