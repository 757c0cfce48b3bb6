package io.vicinal.core.filter;

import io.vicinal.api.filter.FieldReference;
import io.vicinal.api.filter.Filter;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.Rows;
import java.util.BitSet;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.FieldVector;

/**
 * A filter on the columns of a segment. Immutable.
 *
 * <p>Its literals are of the classes of the attributes that they are compared with. SQL's
 * three-valued logic needs no third value here: a condition is compiled for the answer that is
 * asked for. "Is it true" and "is it false" are both no where it is unknown, and NOT swaps the two
 * questions.
 */
public final class RowFilter {
  private enum Answer {
    TRUE,
    FALSE;

    Answer opposite() {
      return this == TRUE ? FALSE : TRUE;
    }
  }

  private final Filter filter;

  private RowFilter(Filter filter) {
    this.filter = filter;
  }

  /** A filter whose fields and literals fit the columns it will be asked about. */
  public static RowFilter of(Filter bound) {
    return new RowFilter(bound);
  }

  /** The rows on which the filter is true. */
  public BitSet matches(Rows rows) {
    BitSet matches = new BitSet(rows.count());
    for (int c = 0; c < rows.chunks().size(); c++) {
      RowChunk chunk = rows.chunks().get(c);
      IntPredicate test = on(chunk);
      int start = rows.start(c);
      for (int row = 0; row < chunk.rowCount(); row++) {
        if (test.test(row)) {
          matches.set(start + row);
        }
      }
    }
    return matches;
  }

  /** The filter as a test of the rows of one chunk. */
  public IntPredicate on(RowChunk chunk) {
    return compile(filter, chunk, Answer.TRUE);
  }

  private static IntPredicate compile(Filter filter, RowChunk chunk, Answer wanted) {
    if (filter instanceof Filter.And and) {
      return wanted == Answer.TRUE
          ? all(and.operands(), chunk, wanted)
          : any(and.operands(), chunk, wanted);
    }
    if (filter instanceof Filter.Or or) {
      return wanted == Answer.TRUE
          ? any(or.operands(), chunk, wanted)
          : all(or.operands(), chunk, wanted);
    }
    if (filter instanceof Filter.Not not) {
      return compile(not.operand(), chunk, wanted.opposite());
    }
    return leaf(filter, chunk, wanted == Answer.TRUE);
  }

  private static IntPredicate all(List<Filter> operands, RowChunk chunk, Answer wanted) {
    List<IntPredicate> tests = compile(operands, chunk, wanted);
    return tests.isEmpty() ? row -> true : join(tests, IntPredicate::and);
  }

  private static IntPredicate any(List<Filter> operands, RowChunk chunk, Answer wanted) {
    List<IntPredicate> tests = compile(operands, chunk, wanted);
    return tests.isEmpty() ? row -> false : join(tests, IntPredicate::or);
  }

  private static List<IntPredicate> compile(List<Filter> operands, RowChunk chunk, Answer wanted) {
    return operands.stream().map(operand -> compile(operand, chunk, wanted)).toList();
  }

  /** Joins tests in halves: in a chain the call stack would be as deep as there are operands. */
  private static IntPredicate join(
      List<IntPredicate> tests, BinaryOperator<IntPredicate> operator) {
    int size = tests.size();
    return size == 1
        ? tests.get(0)
        : operator.apply(
            join(tests.subList(0, size / 2), operator),
            join(tests.subList(size / 2, size), operator));
  }

  private static IntPredicate leaf(Filter filter, RowChunk chunk, boolean wanted) {
    if (filter instanceof Filter.Comparison comparison) {
      Filter.Operator operator = comparison.operator();
      return field(comparison.field(), chunk)
          .test(order -> holds(operator, order) == wanted, comparison.literal());
    }
    if (filter instanceof Filter.In in) {
      return field(in.field(), chunk).isIn(in.literals(), wanted);
    }
    if (filter instanceof Filter.StartsWith startsWith) {
      return field(startsWith.field(), chunk).startsWith(startsWith.prefix(), wanted);
    }
    if (filter instanceof Filter.IsNull isNull) {
      FieldValues values = field(isNull.field(), chunk);
      return row -> values.isNull(row) == wanted;
    }
    if (filter instanceof Filter.ArrayContains contains) {
      return field(contains.field(), chunk).contains(contains.literal(), wanted);
    }
    throw new IllegalStateException("no rule for the filter " + filter);
  }

  private static boolean holds(Filter.Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static FieldValues field(FieldReference reference, RowChunk chunk) {
    FieldVector column = chunk.column(reference.name());
    boolean json = column.getField().getMetadata().containsKey(ArrowSchemas.TYPE);
    return json ? new JsonValues(column, reference.path()) : new AttributeValues(column);
  }
}
