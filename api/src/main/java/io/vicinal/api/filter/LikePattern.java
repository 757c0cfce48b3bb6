package io.vicinal.api.filter;

import io.vicinal.api.filter.FilterLexer.Token;
import java.util.Optional;

/**
 * A LIKE pattern without wildcards, or with a single % at its end.
 *
 * @param text the characters to match
 * @param open whether more may follow
 */
record LikePattern(String text, boolean open) {
  /** What a printed pattern escapes with. */
  static final char ESCAPE = '\\';

  static LikePattern of(String sql, Token token, Optional<Character> escape) {
    String pattern = token.text();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean last = i == pattern.length() - 1;
      if (escape.isPresent() && c == escape.get()) {
        if (last) {
          throw unsupported(sql, token, "a character after the escape character");
        }
        text.append(pattern.charAt(++i));
      } else if (c == '%' && last) {
        return new LikePattern(text.toString(), true);
      } else if (c == '%' || c == '_') {
        throw unsupported(
            sql,
            token,
            "no wildcard but one % at the end; a % or _ to be matched is written"
                + " LIKE '50\\%%' ESCAPE '\\'");
      } else {
        text.append(c);
      }
    }
    return new LikePattern(text.toString(), false);
  }

  private static RuntimeException unsupported(String sql, Token token, String expected) {
    return FilterErrors.syntax(sql, token.start(), "pattern '" + token.text() + "'", expected);
  }
}
