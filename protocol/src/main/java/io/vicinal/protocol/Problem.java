package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error over REST, as RFC 9457 describes them.
 *
 * @param type a name for the kind of problem: {@code urn:vicinal:error:} and the code
 * @param title the code in words
 * @param status the status of the answer
 * @param detail what was expected, what was found, and where
 * @param instance the path that was asked for
 * @param code the {@link ErrorCode} by name; a newer node may have codes that a client does not
 *     know
 * @param requestId the answer's x-request-id, to look for in the node's log
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    String code,
    @Nullable String requestId) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The problem with that code. */
  public static Problem of(
      ErrorCode code, int status, String detail, @Nullable String instance, String requestId) {
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new Problem(
        "urn:vicinal:error:" + code.name(),
        words,
        status,
        detail,
        instance,
        code.name(),
        requestId);
  }
}
