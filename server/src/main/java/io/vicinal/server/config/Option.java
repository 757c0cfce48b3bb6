package io.vicinal.server.config;

import java.util.Locale;

/**
 * One thing that can be configured.
 *
 * @param key section and name, as in {@code rest.max-body}
 * @param type how its text is read
 * @param defaultText what it is unless set
 * @param meaning a sentence for the documentation
 */
public record Option<T>(String key, ValueType<T> type, String defaultText, String meaning) {
  /** How the names of environment variables begin. */
  public static final String ENVIRONMENT_PREFIX = "VICINAL__";

  /** The environment variable, as in {@code VICINAL__REST__MAX_BODY}. */
  public String environmentVariable() {
    return ENVIRONMENT_PREFIX + key.replace(".", "__").replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** What a legal value looks like. */
  public String expected() {
    return type.expected();
  }
}
