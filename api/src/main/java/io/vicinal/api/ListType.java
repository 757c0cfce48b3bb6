package io.vicinal.api;

import java.util.List;

/**
 * A list of values of one scalar type; the Java class is {@link List}, without null elements.
 *
 * @param element the type of each element
 */
public record ListType(ScalarType element) implements AttributeType {
  @Override
  public boolean accepts(Object value) {
    return value instanceof List<?> list && list.stream().allMatch(element::accepts);
  }

  @Override
  public String toString() {
    return "LIST<" + element + ">";
  }
}
