package io.vicinal.api;

/**
 * A named, typed, nullable value beside a record's vectors.
 *
 * @param name letters, digits and underscores, starting with a letter
 * @param type the type of its values
 */
public record Attribute(String name, AttributeType type) {
  /** Refuses illegal names. */
  public Attribute {
    Names.checkField(name);
  }
}
