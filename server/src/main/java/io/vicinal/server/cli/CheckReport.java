package io.vicinal.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.check.CheckOutput;
import io.vicinal.core.check.CheckSummary;
import io.vicinal.core.check.CheckedPart;
import io.vicinal.core.check.Finding;
import java.io.PrintWriter;
import java.util.Locale;

/** What {@code check} prints: lines as they come, or one document at the end. */
abstract sealed class CheckReport implements CheckOutput {
  final PrintWriter out;
  private final CheckProgress progress;

  private CheckReport(PrintWriter out, CheckProgress progress) {
    this.out = out;
    this.progress = progress;
  }

  static CheckReport lines(PrintWriter out, CheckProgress progress) {
    return new Lines(out, progress);
  }

  static CheckReport document(PrintWriter out, CheckProgress progress) {
    return new Document(out, progress);
  }

  @Override
  public void reading(String path) {
    progress.show(path);
  }

  /** The check is over. */
  abstract void end(CheckSummary summary);

  void print(String text) {
    progress.clear();
    out.println(text);
    out.flush();
  }

  private static final class Lines extends CheckReport {
    Lines(PrintWriter out, CheckProgress progress) {
      super(out, progress);
    }

    @Override
    public void found(Finding finding) {
      print(finding.line());
    }

    @Override
    public void checked(CheckedPart part) {
      print(part.line());
    }

    @Override
    void end(CheckSummary summary) {
      print(summary.line());
    }
  }

  private static final class Document extends CheckReport {
    private final ObjectNode document = new ObjectMapper().createObjectNode();
    private final ArrayNode parts = document.putArray("parts");
    private final ArrayNode findings = document.putArray("findings");

    Document(PrintWriter out, CheckProgress progress) {
      super(out, progress);
    }

    @Override
    public void found(Finding finding) {
      ObjectNode node = findings.addObject();
      node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      node.put("path", finding.path());
      node.put("what", finding.what());
      node.put("remedy", finding.remedy());
    }

    @Override
    public void checked(CheckedPart part) {
      ObjectNode node = parts.addObject();
      node.put("collection", part.collection());
      part.shard().ifPresent(shard -> node.put("shard", shard));
      part.segment().ifPresent(segment -> node.put("segment", segment));
      node.put("current", part.current());
      node.put("rows", part.counts().rows());
      node.put("live", part.counts().live());
      node.put("unreachable", part.counts().unreachable());
      node.put("problems", part.findings().problems());
      node.put("unchecked", part.findings().unchecked());
    }

    @Override
    void end(CheckSummary summary) {
      document.put("sound", summary.isSound());
      document.put("collections", summary.collections());
      document.put("segments", summary.segments());
      document.put("files", summary.files());
      document.put("bytes", summary.bytes());
      document.put("problems", summary.findings().problems());
      document.put("unchecked", summary.findings().unchecked());
      document.put("notes", summary.findings().notes());
      print(document.toPrettyString());
    }
  }
}
