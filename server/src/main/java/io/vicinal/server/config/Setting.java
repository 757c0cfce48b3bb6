package io.vicinal.server.config;

/**
 * The text that an option was given.
 *
 * @param key the option
 * @param text its value
 * @param origin who gave it, as in "line 3 of node.yaml" or "flag --port"
 */
public record Setting(String key, String text, String origin) {
  /** The origin of what nobody set. */
  static final String DEFAULT_ORIGIN = "default";

  /** Whether nobody set it. */
  public boolean isDefault() {
    return origin.equals(DEFAULT_ORIGIN);
  }
}
