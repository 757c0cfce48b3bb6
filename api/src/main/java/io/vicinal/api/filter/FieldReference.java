package io.vicinal.api.filter;

import java.util.List;

/**
 * The left side of a condition: the id, an attribute, or a place inside a JSON attribute.
 *
 * @param name the attribute, or {@code id}
 * @param path keys of nested objects, outermost first; empty unless the attribute is JSON
 */
public record FieldReference(String name, List<String> path) {
  /** Copies the path. */
  public FieldReference {
    path = List.copyOf(path);
  }

  /** An attribute or the id. */
  public static FieldReference of(String name) {
    return new FieldReference(name, List.of());
  }
}
