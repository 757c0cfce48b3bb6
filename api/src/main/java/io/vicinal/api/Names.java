package io.vicinal.api;

import java.util.regex.Pattern;

/** Which names collections and fields may have. */
final class Names {
  private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,127}");

  private Names() {}

  static void checkCollection(String name) {
    if (!COLLECTION.matcher(name).matches()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "collection name '"
              + name
              + "'; expected 1..128 letters, digits, '_' or '-', starting with a letter or digit");
    }
  }

  static void checkField(String name) {
    if (!FIELD.matcher(name).matches() || name.equals(CollectionSchema.ID)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "field name '"
              + name
              + "'; expected 1..128 letters, digits or '_', starting with a letter, and not 'id'");
    }
  }
}
