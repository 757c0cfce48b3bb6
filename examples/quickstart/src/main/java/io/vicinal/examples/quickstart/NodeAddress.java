package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens.
 *
 * @param rest as in {@code http://127.0.0.1:8740}
 * @param flight as in {@code grpc://127.0.0.1:8741}
 */
record NodeAddress(String rest, String flight) {
  /** What a node prints starts so when it is ready. */
  static final String READY = "vicinal ";

  private static final Pattern LINE =
      Pattern.compile("vicinal \\S+ is ready: REST (\\S+), Flight (\\S+), data .*");

  /** Reads the line that a node prints when it is ready. */
  static NodeAddress parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new VicinalException(
          ErrorCode.INTERNAL, "line of a node: expected its addresses, found '" + line + "'");
    }
    return new NodeAddress(matcher.group(1), matcher.group(2));
  }
}
