package io.vicinal.api.filter;

import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter.Operator;
import io.vicinal.api.filter.FilterLexer.Kind;
import io.vicinal.api.filter.FilterLexer.Token;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text of a filter. The grammar is in the package's documentation; one method here stands
 * for each of its rules.
 */
public final class FilterParser {
  /** The longest text, in characters. */
  public static final int MAX_LENGTH = 1 << 20;

  /** How deep parentheses and NOT may nest. */
  public static final int MAX_DEPTH = 200;

  /** Words that name a field only in quotes. */
  static final Set<String> RESERVED =
      Set.of("AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "NULL", "TRUE", "FALSE");

  private static final String LITERAL =
      "a literal: a number, a 'string', TRUE, FALSE, DATE '…' or TIMESTAMP '…'";
  private static final String OPERATOR =
      "an operator: =, <>, <, <=, >, >=, [NOT] IN, [NOT] BETWEEN, [NOT] LIKE or IS [NOT] NULL";

  private static final int DIGITS_OF_INT64 = 19;

  private final String sql;
  private final List<Token> tokens;
  private int next;
  private int depth;

  private FilterParser(String sql) {
    this.sql = sql;
    this.tokens = FilterLexer.tokens(sql);
  }

  /**
   * The filter that a text stands for, not yet bound to a schema.
   *
   * @throws VicinalException {@link io.vicinal.api.ErrorCode#INVALID_FILTER} with the position,
   *     what was found there and what was expected
   */
  public static Filter parse(String sql) {
    if (sql.length() > MAX_LENGTH) {
      throw FilterErrors.invalid(
          "a filter of " + sql.length() + " characters; expected at most " + MAX_LENGTH);
    }
    FilterParser parser = new FilterParser(sql);
    Filter filter = parser.disjunction();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected("AND, OR or the end");
    }
    return filter;
  }

  private Filter disjunction() {
    Filter first = conjunction();
    if (!peek().isWord("OR")) {
      return first;
    }
    List<Filter> operands = new ArrayList<>(List.of(first));
    while (skipWord("OR")) {
      operands.add(conjunction());
    }
    return new Filter.Or(operands);
  }

  private Filter conjunction() {
    Filter first = negation();
    if (!peek().isWord("AND")) {
      return first;
    }
    List<Filter> operands = new ArrayList<>(List.of(first));
    while (skipWord("AND")) {
      operands.add(negation());
    }
    return new Filter.And(operands);
  }

  private Filter negation() {
    if (depth == MAX_DEPTH) {
      throw unexpected("at most " + MAX_DEPTH + " levels of parentheses and NOT");
    }
    depth++;
    Filter filter = skipWord("NOT") ? new Filter.Not(negation()) : primary();
    depth--;
    return filter;
  }

  private Filter primary() {
    if (skipSymbol("(")) {
      Filter inside = disjunction();
      expectSymbol(")");
      return inside;
    }
    if (peek().isWord("ARRAY_CONTAINS") && tokens.get(next + 1).isSymbol("(")) {
      return arrayContains();
    }
    return predicate(field("a field, NOT or '('"));
  }

  private Filter arrayContains() {
    next++;
    expectSymbol("(");
    FieldReference field = field("a field");
    expectSymbol(",");
    Object literal = literal();
    expectSymbol(")");
    return new Filter.ArrayContains(field, literal);
  }

  private Filter predicate(FieldReference field) {
    Optional<Operator> operator = operator(peek());
    if (operator.isPresent()) {
      next++;
      return new Filter.Comparison(field, operator.get(), literal());
    }
    if (skipWord("IS")) {
      return isNull(field);
    }
    if (skipWord("NOT")) {
      return new Filter.Not(membership(field, "IN, BETWEEN or LIKE"));
    }
    return membership(field, OPERATOR);
  }

  private Filter isNull(FieldReference field) {
    boolean negated = skipWord("NOT");
    if (!skipWord("NULL")) {
      throw unexpected(negated ? "NULL" : "NULL or NOT NULL");
    }
    Filter isNull = new Filter.IsNull(field);
    return negated ? new Filter.Not(isNull) : isNull;
  }

  private Filter membership(FieldReference field, String expected) {
    if (skipWord("IN")) {
      return in(field);
    }
    if (skipWord("BETWEEN")) {
      return between(field);
    }
    if (skipWord("LIKE")) {
      return like(field);
    }
    throw unexpected(expected);
  }

  private Filter in(FieldReference field) {
    expectSymbol("(");
    List<Object> literals = new ArrayList<>();
    do {
      literals.add(literal());
    } while (skipSymbol(","));
    expectSymbol(")");
    return new Filter.In(field, literals);
  }

  private Filter between(FieldReference field) {
    Object low = literal();
    if (!skipWord("AND")) {
      throw unexpected("AND and the upper bound of BETWEEN");
    }
    Object high = literal();
    return new Filter.And(
        List.of(
            new Filter.Comparison(field, Operator.GREATER_OR_EQUAL, low),
            new Filter.Comparison(field, Operator.LESS_OR_EQUAL, high)));
  }

  private Filter like(FieldReference field) {
    Token pattern = peek();
    if (pattern.kind() != Kind.STRING) {
      throw unexpected("a pattern such as 'prefix%'");
    }
    next++;
    LikePattern like = LikePattern.of(sql, pattern, escape());
    return like.open()
        ? new Filter.StartsWith(field, like.text())
        : new Filter.Comparison(field, Operator.EQUAL, like.text());
  }

  private Optional<Character> escape() {
    if (!skipWord("ESCAPE")) {
      return Optional.empty();
    }
    Token token = peek();
    if (token.kind() != Kind.STRING || token.text().length() != 1) {
      throw unexpected("the escape character as a string of one character");
    }
    next++;
    return Optional.of(token.text().charAt(0));
  }

  private FieldReference field(String expected) {
    Token token = peek();
    boolean reserved =
        token.kind() == Kind.WORD && RESERVED.contains(token.text().toUpperCase(Locale.ROOT));
    if (reserved || !isName(token)) {
      throw unexpected(expected);
    }
    next++;
    List<String> path = new ArrayList<>();
    while (skipSymbol(".")) {
      if (!isName(peek())) {
        throw unexpected("the name of a key; quote it as in payload.\"my key\"");
      }
      path.add(peek().text());
      next++;
    }
    return new FieldReference(token.text(), path);
  }

  private Object literal() {
    Token token = peek();
    next++;
    return switch (token.kind()) {
      case INTEGER -> integer(token.text());
      case DECIMAL -> Double.valueOf(token.text());
      case STRING -> token.text();
      case WORD -> word(token);
      case QUOTED_NAME, SYMBOL, END -> {
        next--;
        throw unexpected(LITERAL);
      }
    };
  }

  private Object word(Token token) {
    if (token.isWord("TRUE") || token.isWord("FALSE")) {
      return token.isWord("TRUE");
    }
    if (peek().kind() == Kind.STRING && token.isWord("DATE")) {
      return date();
    }
    if (peek().kind() == Kind.STRING && token.isWord("TIMESTAMP")) {
      return timestamp();
    }
    next--;
    throw unexpected(token.isWord("NULL") ? "a literal; test for null with IS NULL" : LITERAL);
  }

  private LocalDate date() {
    Optional<LocalDate> date = TemporalText.date(peek().text());
    if (date.isEmpty()) {
      throw unexpected(TemporalText.DATE_FORM);
    }
    next++;
    return date.get();
  }

  private Instant timestamp() {
    Optional<Instant> timestamp = TemporalText.timestamp(peek().text());
    if (timestamp.isEmpty()) {
      throw unexpected(TemporalText.TIMESTAMP_FORM);
    }
    next++;
    return timestamp.get();
  }

  /** An integer beyond int64 becomes the nearest float64, which lies beyond int64 too. */
  private static Object integer(String text) {
    if (digits(text) > DIGITS_OF_INT64) {
      // To read it as a BigInteger first would take time in the square of its length.
      return Double.valueOf(text);
    }
    BigInteger value = new BigInteger(text);
    return value.bitLength() < Long.SIZE ? value.longValue() : (Object) value.doubleValue();
  }

  /** How many digits an integer has, without sign and leading zeros. */
  private static int digits(String text) {
    int first = 0;
    while (first < text.length() && "+-0".indexOf(text.charAt(first)) >= 0) {
      first++;
    }
    return text.length() - first;
  }

  private static Optional<Operator> operator(Token token) {
    if (token.isSymbol("!=")) {
      return Optional.of(Operator.NOT_EQUAL);
    }
    for (Operator operator : Operator.values()) {
      if (token.isSymbol(operator.sql())) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  private static boolean isName(Token token) {
    return token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_NAME;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private boolean skipWord(String word) {
    boolean found = peek().isWord(word);
    next += found ? 1 : 0;
    return found;
  }

  private boolean skipSymbol(String symbol) {
    boolean found = peek().isSymbol(symbol);
    next += found ? 1 : 0;
    return found;
  }

  private void expectSymbol(String symbol) {
    if (!skipSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  private VicinalException unexpected(String expected) {
    Token token = peek();
    String found =
        token.kind() == Kind.END
            ? "the end"
            : token.kind().description() + " " + sql.substring(token.start(), token.end());
    return FilterErrors.syntax(sql, token.start(), shorten(found), expected);
  }

  private static String shorten(String found) {
    return found.length() <= 60 ? found : found.substring(0, 60) + "…";
  }
}
