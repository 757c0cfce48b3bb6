package io.vicinal.server.rest;

import io.javalin.http.Context;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Refuses query strings that cannot be decoded. The HTTP layer leaves such parameters out, and they
 * were called missing, or replaces what is no UTF-8.
 */
final class QueryEncoding {
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  private QueryEncoding() {}

  /**
   * Lets a request pass whose query string, if it has one, is percent-encoded UTF-8.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, with the parameter as it came
   */
  static void refuseBroken(Context context) {
    String query = context.queryString();
    if (query == null) {
      return;
    }
    for (String parameter : query.split("&", -1)) {
      if (!isDecodable(parameter)) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "malformed query parameter '"
                + parameter
                + "'; expected UTF-8, with '%' and two hexadecimal digits for each byte, as in"
                + " caf%C3%A9 or 100%25");
      }
    }
  }

  static boolean isDecodable(String text) {
    return ESCAPES.matcher(text).replaceAll("").indexOf('%') < 0
        && ESCAPES.matcher(text).results().map(MatchResult::group).allMatch(QueryEncoding::isUtf8);
  }

  private static boolean isUtf8(String escapes) {
    byte[] bytes = HexFormat.of().parseHex(escapes.replace("%", ""));
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
