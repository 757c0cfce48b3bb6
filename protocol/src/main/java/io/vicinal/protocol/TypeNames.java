package io.vicinal.protocol;

import io.vicinal.api.AttributeType;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VicinalException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The names of types in documents: lower case, as in {@code int64}, {@code cosine} or {@code
 * list<string>}.
 */
public final class TypeNames {
  private static final String LIST_PREFIX = "list<";

  private TypeNames() {}

  /** The name of an attribute's type. */
  public static String of(AttributeType type) {
    if (type instanceof ListType list) {
      return LIST_PREFIX + ofConstant(list.element()) + ">";
    }
    return ofConstant((ScalarType) type);
  }

  /** The name of an enum's constant. */
  public static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The attribute type of that name.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, listing the names
   */
  public static AttributeType attributeType(String name) {
    if (name.startsWith(LIST_PREFIX) && name.endsWith(">")) {
      String element = name.substring(LIST_PREFIX.length(), name.length() - 1);
      return new ListType(parse(ScalarType.class, element));
    }
    return find(ScalarType.class, name, "' or 'list<…>' of one");
  }

  /**
   * The constant of that name.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, listing the names
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String name) {
    return find(type, name, "'");
  }

  private static <E extends Enum<E>> E find(Class<E> type, String name, String expectedEnd) {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> ofConstant(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new VicinalException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'"
                        + name
                        + "'; expected one of '"
                        + Arrays.stream(constants)
                            .map(TypeNames::ofConstant)
                            .collect(Collectors.joining("', '"))
                        + expectedEnd));
  }
}
