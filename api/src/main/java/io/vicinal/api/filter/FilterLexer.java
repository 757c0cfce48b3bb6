package io.vicinal.api.filter;

import java.util.ArrayList;
import java.util.List;

/** Splits the text of a filter into tokens. */
final class FilterLexer {
  /** What a token is. */
  enum Kind {
    WORD("a name"),
    QUOTED_NAME("a name"),
    INTEGER("a number"),
    DECIMAL("a number"),
    STRING("a string"),
    SYMBOL("a symbol"),
    END("the end");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /**
   * A token.
   *
   * @param text the word, symbol or number as written; the content of a string or quoted name
   * @param start index of its first character
   * @param end index after its last character
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }
  }

  private static final String ONE_CHARACTER_SYMBOLS = "(),.=<>";
  private static final List<String> TWO_CHARACTER_SYMBOLS = List.of("<=", ">=", "<>", "!=");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  private FilterLexer(String sql) {
    this.sql = sql;
  }

  /** The tokens of a text; the last one is {@link Kind#END}. */
  static List<Token> tokens(String sql) {
    FilterLexer lexer = new FilterLexer(sql);
    lexer.skipSpace();
    while (lexer.position < sql.length()) {
      lexer.tokens.add(lexer.next());
      lexer.skipSpace();
    }
    lexer.tokens.add(new Token(Kind.END, "", sql.length(), sql.length()));
    return List.copyOf(lexer.tokens);
  }

  /** Whether a word consists of a letter or underscore and letters, digits and underscores. */
  static boolean isPlainName(String text) {
    return !text.isEmpty()
        && isNameStart(text.charAt(0))
        && text.chars().allMatch(c -> isNamePart((char) c));
  }

  private Token next() {
    char first = sql.charAt(position);
    if (isNameStart(first)) {
      return word();
    }
    if (first == '\'') {
      return quoted(Kind.STRING, first);
    }
    if (first == '"' || first == '`') {
      return quoted(Kind.QUOTED_NAME, first);
    }
    if (startsNumber()) {
      return number();
    }
    return symbol();
  }

  private Token word() {
    int start = position;
    skipWhileNamePart();
    return token(Kind.WORD, sql.substring(start, position), start);
  }

  /** Text between quotes; a quote inside is written twice. */
  private Token quoted(Kind kind, char quote) {
    int start = position++;
    StringBuilder content = new StringBuilder();
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c != quote) {
        content.append(c);
      } else if (at(position) == quote) {
        content.append(quote);
        position++;
      } else {
        return token(kind, content.toString(), start);
      }
    }
    throw FilterErrors.syntax(sql, start, "the end of the text", "a closing " + quote);
  }

  /** A sign belongs to a number, as the language has no arithmetic. */
  private boolean startsNumber() {
    int digit = isSign(at(position)) ? position + 1 : position;
    return isDigit(at(digit)) || (at(digit) == '.' && isDigit(at(digit + 1)));
  }

  private Token number() {
    int start = position;
    if (isSign(at(position))) {
      position++;
    }
    skipDigits();
    boolean decimal = false;
    if (at(position) == '.' && (isDigit(at(position + 1)) || isDigit(at(position - 1)))) {
      decimal = true;
      position++;
      skipDigits();
    }
    if (at(position) == 'e' || at(position) == 'E') {
      decimal = true;
      position += isSign(at(position + 1)) ? 2 : 1;
      requireDigits(start);
    }
    if (isNamePart(at(position))) {
      skipWhileNamePart();
      throw malformedNumber(start);
    }
    return token(decimal ? Kind.DECIMAL : Kind.INTEGER, sql.substring(start, position), start);
  }

  private void requireDigits(int start) {
    if (!isDigit(at(position))) {
      skipWhileNamePart();
      throw malformedNumber(start);
    }
    skipDigits();
  }

  private RuntimeException malformedNumber(int start) {
    String found = "'" + sql.substring(start, Math.min(position, sql.length())) + "'";
    return FilterErrors.syntax(sql, start, found, "a number such as 12, -0.5 or 1e6");
  }

  private Token symbol() {
    int start = position;
    String two = sql.substring(start, Math.min(start + 2, sql.length()));
    if (TWO_CHARACTER_SYMBOLS.contains(two)) {
      position += 2;
      return token(Kind.SYMBOL, two, start);
    }
    if (ONE_CHARACTER_SYMBOLS.indexOf(sql.charAt(start)) < 0) {
      String found = "'" + sql.substring(start, sql.offsetByCodePoints(start, 1)) + "'";
      throw FilterErrors.syntax(sql, start, found, "a name, a literal or an operator");
    }
    position++;
    return token(Kind.SYMBOL, two.substring(0, 1), start);
  }

  private Token token(Kind kind, String text, int start) {
    return new Token(kind, text, start, position);
  }

  private void skipSpace() {
    while (Character.isWhitespace(at(position))) {
      position++;
    }
  }

  private void skipDigits() {
    while (isDigit(at(position))) {
      position++;
    }
  }

  private void skipWhileNamePart() {
    while (isNamePart(at(position))) {
      position++;
    }
  }

  /** The character at an index; NUL, which belongs to no token, outside the text. */
  private char at(int index) {
    return index >= 0 && index < sql.length() ? sql.charAt(index) : 0;
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(char c) {
    return c == '-' || c == '+';
  }
}
