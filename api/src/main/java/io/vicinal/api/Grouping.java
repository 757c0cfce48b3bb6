package io.vicinal.api;

/**
 * Neighbours in groups of those that share the value of an attribute, as SQL's {@code GROUP BY} has
 * it: the records without a value are a group too, NaN equals itself, and zero has one sign.
 *
 * @param attribute the attribute's name
 * @param size at most so many neighbours of each group, from 1; with the number of groups at most
 *     {@value Selection#MAX_K} neighbours
 */
public record Grouping(String attribute, int size) {
  /** Refuses a size below 1. */
  public Grouping {
    if (size < 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "groupSize is " + size + "; expected 1 or more");
    }
  }

  /**
   * Refuses an attribute that the schema lacks, and one whose values form no groups.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD} or {@link ErrorCode#INVALID_ARGUMENT}
   */
  public void check(CollectionSchema schema) {
    AttributeType type = schema.attribute(attribute).type();
    if (!(type instanceof ScalarType) || type == ScalarType.JSON) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "groupBy '"
              + attribute
              + "', which is "
              + type
              + "; expected an attribute of a scalar type other than JSON");
    }
  }

  /** The value that stands for all that are equal to it: that of their group. */
  public static Object valueOfGroup(Object value) {
    if (value instanceof Float single) {
      // Adding zero turns -0 into +0, which is as large.
      return single + 0f;
    }
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }
}
