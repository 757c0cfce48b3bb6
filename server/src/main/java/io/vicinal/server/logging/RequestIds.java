package io.vicinal.server.logging;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By what a request is known to its client and in the node's log. */
public final class RequestIds {
  /** The header that carries it, in requests and answers. */
  public static final String HEADER = "x-request-id";

  /** What may be echoed and logged without harm. */
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

  private RequestIds() {}

  /** The client's id if it is a legal one, otherwise a new one. */
  public static String accept(@Nullable String told) {
    return told != null && LEGAL.matcher(told).matches() ? told : UUID.randomUUID().toString();
  }
}
