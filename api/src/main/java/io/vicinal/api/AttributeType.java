package io.vicinal.api;

/** The type of an attribute: a {@link ScalarType} or a {@link ListType} of one. */
public sealed interface AttributeType permits ScalarType, ListType {
  /** Whether the non-null value is of this type. */
  boolean accepts(Object value);
}
