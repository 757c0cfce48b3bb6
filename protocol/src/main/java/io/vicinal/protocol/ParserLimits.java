package io.vicinal.protocol;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the limits that a parser holds to in our words; it has its own for them in messages only.
 */
final class ParserLimits {
  private static final Pattern EXCEEDED =
      Pattern.compile("(.+) \\((-?\\d+)\\) .*exceeds the maximum allowed \\((\\d+).*\\)");

  private ParserLimits() {}

  /** What was found, and what would be right. */
  static String explain(StreamConstraintsException exceeded) {
    String message = String.valueOf(exceeded.getOriginalMessage());
    Matcher parts = EXCEEDED.matcher(message);
    if (!parts.matches()) {
      return message;
    }
    String found =
        switch (parts.group(1)) {
          case "Document nesting depth" -> "arrays and objects %s deep in each other";
          case "Number value length" -> "a number of %s characters";
          case "String value length" -> "a string of %s characters";
          case "Name length" -> "a key of %s characters";
          default -> parts.group(1) + " %s";
        };
    return found.formatted(parts.group(2)) + "; expected at most " + parts.group(3);
  }
}
