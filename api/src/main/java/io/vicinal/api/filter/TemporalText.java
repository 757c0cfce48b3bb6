package io.vicinal.api.filter;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Dates and timestamps as they are written in filters. */
final class TemporalText {
  static final String DATE_FORM = "a date such as '2026-01-31'";
  static final String TIMESTAMP_FORM =
      "a timestamp such as '2026-01-31T12:00:00Z' or '2026-01-31 12:00:00.5+01:00'"
          + " (UTC where it names no offset)";

  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private TemporalText() {}

  static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  /** A timestamp, or a date, which stands for its first instant in UTC. */
  static Optional<Instant> timestamp(String text) {
    Optional<LocalDate> date = date(text);
    if (date.isPresent()) {
      return date.map(TemporalText::startOfDay);
    }
    try {
      TemporalAccessor parsed = TIMESTAMP.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof ZonedDateTime zoned
              ? zoned.toInstant()
              : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notOne) {
      return beyondDates(text);
    }
  }

  /** An instant's range goes a year beyond that of dates, in both directions. */
  private static Optional<Instant> beyondDates(String text) {
    if (!text.startsWith("-1000000000-") && !text.startsWith("+1000000000-")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  static Instant startOfDay(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
