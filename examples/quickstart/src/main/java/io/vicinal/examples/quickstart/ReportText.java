package io.vicinal.examples.quickstart;

import java.util.Optional;

/** The report for people, and what in it is not as promised. */
final class ReportText {
  private static final double LEAST_RECALL = 0.95;

  private ReportText() {}

  static void print(QuickstartReport report, Console console) {
    console.say("%nReport");
    console.say(
        "  records sent     %,8d   distinct nouns; updates do not count", report.recordsSent());
    console.say("  records deleted  %,8d", report.recordsDeleted());
    console.say("  records indexed  %,8d   live at the end", report.recordsIndexed());
    console.say(
        "  seconds          %,8.1f   first record produced to all searchable", report.seconds());
    console.say("  records/s        %,8.0f   with embedding", report.recordsPerSecond());
    console.say(
        "  freshness p50    %,8.0f   ms from produced to found by a polling reader",
        report.freshnessMsP50());
    console.say("  freshness p99    %,8.0f   ms", report.freshnessMsP99());
    console.say("  join rows        %,8d", report.joinRows());
    console.say("  recall@10        %8.4f   against an exact scan", report.recallAt10());
    console.say("  deleted rows seen %,7d", report.deletedRowsSeen());
  }

  /** The first promise that the report breaks. */
  static Optional<String> problem(QuickstartReport report) {
    long expected = report.recordsSent() - report.recordsDeleted();
    if (report.recordsIndexed() != expected) {
      return Optional.of(
          "records indexed: expected sent - deleted = %d, found %d"
              .formatted(expected, report.recordsIndexed()));
    }
    if (report.deletedRowsSeen() != 0) {
      return Optional.of("deleted rows seen: expected 0, found " + report.deletedRowsSeen());
    }
    if (!(report.recallAt10() >= LEAST_RECALL)) {
      return Optional.of(
          "recall@10: expected " + LEAST_RECALL + " or more, found " + report.recallAt10());
    }
    return Optional.empty();
  }
}
