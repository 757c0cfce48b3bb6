package io.vicinal.api.filter;

import java.util.List;

/**
 * A condition on a record, as a tree. Immutable.
 *
 * <p>Literals are of the classes {@code Boolean, Long, Double, String, LocalDate, Instant} when
 * they come from a parser; a binding to a schema turns them into the class of the attribute they
 * are compared with.
 */
public sealed interface Filter {
  /** The comparison operators. */
  enum Operator {
    /** {@code =}. */
    EQUAL("="),
    /** {@code <>}. */
    NOT_EQUAL("<>"),
    /** {@code <}. */
    LESS("<"),
    /** {@code <=}. */
    LESS_OR_EQUAL("<="),
    /** {@code >}. */
    GREATER(">"),
    /** {@code >=}. */
    GREATER_OR_EQUAL(">=");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    /** The operator in SQL. */
    public String sql() {
      return sql;
    }
  }

  /** {@code field op literal}; unknown where the field is null. */
  record Comparison(FieldReference field, Operator operator, Object literal) implements Filter {}

  /** {@code field IN (literals)}; unknown where the field is null. */
  record In(FieldReference field, List<Object> literals) implements Filter {
    /** Copies the literals; there is one or more. */
    public In {
      literals = List.copyOf(literals);
      if (literals.isEmpty()) {
        throw FilterErrors.invalid("IN without a literal; expected one or more");
      }
    }
  }

  /** {@code field LIKE 'prefix%'}; unknown where the field is null. */
  record StartsWith(FieldReference field, String prefix) implements Filter {}

  /** {@code field IS NULL}; never unknown. */
  record IsNull(FieldReference field) implements Filter {}

  /** {@code ARRAY_CONTAINS(field, literal)}; unknown where the field is null. */
  record ArrayContains(FieldReference field, Object literal) implements Filter {}

  /** True where every operand is. */
  record And(List<Filter> operands) implements Filter {
    /** Copies the operands; there are two or more. */
    public And {
      operands = List.copyOf(operands);
      if (operands.size() < 2) {
        throw FilterErrors.invalid(
            "AND with " + operands.size() + " operands; expected two or more");
      }
    }
  }

  /** True where any operand is. */
  record Or(List<Filter> operands) implements Filter {
    /** Copies the operands; there are two or more. */
    public Or {
      operands = List.copyOf(operands);
      if (operands.size() < 2) {
        throw FilterErrors.invalid(
            "OR with " + operands.size() + " operands; expected two or more");
      }
    }
  }

  /** True where the operand is false; unknown where it is unknown. */
  record Not(Filter operand) implements Filter {}
}
