package io.vicinal.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page of {@code docs/format/}, as a second source for what the code says about bytes. */
public final class FormatPage {
  private final List<String> lines;

  private FormatPage(List<String> lines) {
    this.lines = lines;
  }

  /** Reads a page; tests run in the directory of their module. */
  public static FormatPage read(String name) {
    try {
      return new FormatPage(
          Files.readAllLines(Path.of("..", "docs", "format", name), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One row of a table of bytes.
   *
   * @param name the name in the third column
   * @param offset the first column
   * @param size the second column
   */
  public record Field(String name, int offset, int size) {}

  /** The rows of the first table below a heading that have an offset and a size. */
  public List<Field> fields(String heading) {
    List<Field> fields = new ArrayList<>();
    for (List<String> row : rows(heading)) {
      if (!row.get(0).isEmpty() && !row.get(1).isEmpty()) {
        fields.add(
            new Field(row.get(2), Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1))));
      }
    }
    return List.copyOf(fields);
  }

  /** The cells of the first table below a heading. */
  public List<List<String>> rows(String heading) {
    return table(indexOf("## " + heading));
  }

  /** The cells of the first table whose first column has that title. */
  public List<List<String>> rowsUnder(String firstColumn) {
    return table(indexOf("| " + firstColumn + " |") - 1);
  }

  /** The lines of the only hex dump. */
  public List<String> hexDump() {
    return block("hexdump");
  }

  /** The lines of the first block in a language, without its fences. */
  public List<String> block(String language) {
    int start = indexOf("```" + language) + 1;
    int end = start;
    while (!lines.get(end).equals("```")) {
      end++;
    }
    return List.copyOf(lines.subList(start, end));
  }

  /** Bytes as {@code hexdump -C} prints them. */
  public static List<String> hexDumpOf(byte[] bytes) {
    List<String> dump = new ArrayList<>();
    for (int start = 0; start < bytes.length; start += 16) {
      StringBuilder hex = new StringBuilder();
      StringBuilder text = new StringBuilder();
      for (int i = start; i < start + 16; i++) {
        hex.append(i % 16 == 8 ? " " : "");
        hex.append(i < bytes.length ? String.format(Locale.ROOT, "%02x ", bytes[i]) : "   ");
        if (i < bytes.length) {
          text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
        }
      }
      dump.add(String.format(Locale.ROOT, "%08x  %s |%s|", start, hex, text));
    }
    dump.add(String.format(Locale.ROOT, "%08x", bytes.length));
    return dump;
  }

  private List<List<String>> table(int after) {
    int line = after + 1;
    while (!lines.get(line).startsWith("|")) {
      line++;
    }
    List<List<String>> rows = new ArrayList<>();
    // The first two lines are the names of the columns and the rule below them.
    for (line += 2; line < lines.size() && lines.get(line).startsWith("|"); line++) {
      String[] cells = lines.get(line).split("\\|", -1);
      List<String> row = new ArrayList<>();
      for (int i = 1; i < cells.length - 1; i++) {
        row.add(cells[i].strip());
      }
      rows.add(List.copyOf(row));
    }
    return rows;
  }

  private int indexOf(String start) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("the page has no line that starts with '" + start + "'");
  }
}
