package io.vicinal.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value.
 *
 * @param expected what a legal text looks like, for messages and documentation
 * @param parse the value of a text, or empty if it is not legal
 */
public record ValueType<T>(String expected, Function<String, Optional<T>> parse) {
  private static final Pattern MEASURE = Pattern.compile("(\\d{1,18}) ?([A-Za-z]*)");

  /** A port, or 0 for any free one. */
  static ValueType<Integer> port() {
    return integer(0, 65_535, "a port from 0 to 65535, where 0 means any free one");
  }

  static ValueType<Integer> integer(int least, int most) {
    return integer(least, most, "a whole number from " + least + " to " + most);
  }

  private static ValueType<Integer> integer(int least, int most, String expected) {
    return new ValueType<>(
        expected,
        text ->
            text.matches("\\d{1,9}")
                ? Optional.of(Integer.parseInt(text)).filter(n -> n >= least && n <= most)
                : Optional.empty());
  }

  /** A number of bytes, at least one. */
  static ValueType<Long> size() {
    return new ValueType<>(
        "a size in bytes such as 64MiB, with B, KiB, MiB or GiB",
        text ->
            measure(
                    text,
                    unit ->
                        switch (unit) {
                          case "B" -> 1L;
                          case "KiB" -> 1L << 10;
                          case "MiB" -> 1L << 20;
                          case "GiB" -> 1L << 30;
                          default -> 0L;
                        })
                .filter(bytes -> bytes > 0));
  }

  static ValueType<Duration> duration() {
    return new ValueType<>(
        "a duration such as 30s, with ms, s, m or h",
        text ->
            measure(
                    text,
                    unit ->
                        switch (unit) {
                          case "ms" -> 1L;
                          case "s" -> 1_000L;
                          case "m" -> 60_000L;
                          case "h" -> 3_600_000L;
                          default -> 0L;
                        })
                .map(Duration::ofMillis));
  }

  private static Optional<Long> measure(String text, Function<String, Long> factors) {
    Matcher matcher = MEASURE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long factor = factors.apply(matcher.group(2));
    long number = Long.parseLong(matcher.group(1));
    boolean legal = factor > 0 && number <= Long.MAX_VALUE / factor;
    return legal ? Optional.of(number * factor) : Optional.empty();
  }

  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return new ValueType<>(
        Arrays.stream(constants).map(ValueType::name).collect(Collectors.joining(" or ")),
        text -> Arrays.stream(constants).filter(c -> name(c).equals(text)).findFirst());
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static ValueType<Path> path() {
    return new ValueType<>(
        "a path",
        text -> {
          try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
          } catch (InvalidPathException e) {
            return Optional.empty();
          }
        });
  }

  /** The name or number of an address that only this machine can reach. */
  static ValueType<String> loopbackHost() {
    return new ValueType<>(
        "a loopback address such as 127.0.0.1; other addresses need API keys and TLS, which this"
            + " release does not have yet",
        text -> {
          try {
            return !text.isBlank() && InetAddress.getByName(text).isLoopbackAddress()
                ? Optional.of(text)
                : Optional.empty();
          } catch (UnknownHostException e) {
            return Optional.empty();
          }
        });
  }
}
