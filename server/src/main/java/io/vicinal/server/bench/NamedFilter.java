package io.vicinal.server.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A filter of a file of filters.
 *
 * @param name its name in the file
 * @param sql what is true of the rows that pass; {@code TRUE} for all rows
 */
record NamedFilter(String name, String sql) {
  /**
   * Reads a file: a JSON object that maps each name to an object with the key {@code sql}.
   *
   * @throws VicinalException naming the file, if it is no such object or has no filter
   */
  static List<NamedFilter> read(Path file) {
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(file));
      List<NamedFilter> filters =
          root.properties().stream()
              .map(
                  each -> new NamedFilter(each.getKey(), sql(file, each.getKey(), each.getValue())))
              .toList();
      if (filters.isEmpty()) {
        throw invalid(file + " has no filter; expected {\"NAME\": {\"sql\": \"CONDITION\"}}");
      }
      return filters;
    } catch (JsonProcessingException e) {
      throw invalid(file + " is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid("cannot read " + file + "; expected a JSON file of filters");
    }
  }

  /** Whether every row passes. */
  boolean acceptsAll() {
    return sql.equalsIgnoreCase("TRUE");
  }

  private static String sql(Path file, String name, JsonNode filter) {
    if (!filter.path("sql").isTextual()) {
      throw invalid(file + ", '" + name + "' has no 'sql'; expected its condition");
    }
    return filter.path("sql").asText();
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
