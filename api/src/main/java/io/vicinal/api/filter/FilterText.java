package io.vicinal.api.filter;

import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter.Operator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Prints filters. {@link FilterParser} reads what is printed here as an equal tree. */
public final class FilterText {
  /** A decimal beyond float64, which is read as infinity. */
  private static final String INFINITY = "1e999";

  private FilterText() {}

  /**
   * The filter in SQL.
   *
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#INVALID_FILTER} if it holds a literal
   *     that SQL cannot write: NaN, or a class that the language has no literal of
   */
  public static String toSql(Filter filter) {
    if (filter instanceof Filter.Comparison comparison) {
      return comparison(comparison.field(), comparison.operator(), comparison.literal());
    }
    if (filter instanceof Filter.In in) {
      return name(in.field()) + " IN " + list(in.literals());
    }
    if (filter instanceof Filter.StartsWith like) {
      return name(like.field()) + " LIKE " + pattern(like.prefix());
    }
    if (filter instanceof Filter.IsNull isNull) {
      return name(isNull.field()) + " IS NULL";
    }
    if (filter instanceof Filter.ArrayContains contains) {
      return "ARRAY_CONTAINS(" + name(contains.field()) + ", " + literal(contains.literal()) + ")";
    }
    if (filter instanceof Filter.And and) {
      return join(and.operands(), " AND ");
    }
    if (filter instanceof Filter.Or or) {
      return join(or.operands(), " OR ");
    }
    return not(((Filter.Not) filter).operand());
  }

  private static String comparison(FieldReference field, Operator operator, Object literal) {
    return name(field) + " " + operator.sql() + " " + literal(literal);
  }

  private static String not(Filter operand) {
    if (operand instanceof Filter.In in) {
      return name(in.field()) + " NOT IN " + list(in.literals());
    }
    if (operand instanceof Filter.StartsWith like) {
      return name(like.field()) + " NOT LIKE " + pattern(like.prefix());
    }
    if (operand instanceof Filter.IsNull isNull) {
      return name(isNull.field()) + " IS NOT NULL";
    }
    return "NOT " + operand(operand);
  }

  /** Every nested conjunction and disjunction is in parentheses: what is nested stays nested. */
  private static String operand(Filter filter) {
    boolean composite = filter instanceof Filter.And || filter instanceof Filter.Or;
    return composite ? "(" + toSql(filter) + ")" : toSql(filter);
  }

  private static String join(List<Filter> operands, String separator) {
    return operands.stream().map(FilterText::operand).collect(Collectors.joining(separator));
  }

  private static String list(List<Object> literals) {
    return literals.stream().map(FilterText::literal).collect(Collectors.joining(", ", "(", ")"));
  }

  static String name(FieldReference field) {
    StringJoiner joiner = new StringJoiner(".");
    joiner.add(name(field.name()));
    field.path().forEach(key -> joiner.add(name(key)));
    return joiner.toString();
  }

  private static String name(String name) {
    boolean plain =
        FilterLexer.isPlainName(name)
            && !FilterParser.RESERVED.contains(name.toUpperCase(Locale.ROOT));
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(Object value) {
    if (value instanceof String text) {
      return string(text);
    }
    if (value instanceof Boolean bool) {
      return bool ? "TRUE" : "FALSE";
    }
    if (value instanceof Long || value instanceof Integer) {
      return value.toString();
    }
    if (value instanceof Double || value instanceof Float) {
      return decimal((Number) value);
    }
    if (value instanceof LocalDate date) {
      return "DATE " + string(date.toString());
    }
    if (value instanceof Instant instant) {
      return "TIMESTAMP " + string(instant.toString());
    }
    throw FilterErrors.invalid(
        "a literal of " + value.getClass() + " in a filter; expected a number, text or a date");
  }

  private static String decimal(Number value) {
    double number = value.doubleValue();
    if (Double.isNaN(number)) {
      throw FilterErrors.invalid("NaN in a filter; expected a number");
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? INFINITY : "-" + INFINITY;
    }
    return value.toString();
  }

  private static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String pattern(String prefix) {
    if (prefix.indexOf('%') < 0 && prefix.indexOf('_') < 0) {
      return string(prefix + "%");
    }
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (c == '%' || c == '_' || c == LikePattern.ESCAPE) {
        escaped.append(LikePattern.ESCAPE);
      }
      escaped.append(c);
    }
    return string(escaped + "%") + " ESCAPE " + string(String.valueOf(LikePattern.ESCAPE));
  }
}
