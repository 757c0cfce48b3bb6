package io.vicinal.server.bench;

import io.vicinal.protocol.TypeNames;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a constant as users write it: in lower case. */
abstract class NameConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final String kind;
  private final E[] constants;

  /**
   * A converter.
   *
   * @param kind what the constants are, for messages
   */
  NameConverter(String kind, E[] constants) {
    this.kind = kind;
    this.constants = constants;
  }

  @Override
  public E convert(String name) {
    for (E constant : constants) {
      if (TypeNames.ofConstant(constant).equals(name)) {
        return constant;
      }
    }
    List<String> names = Arrays.stream(constants).map(TypeNames::ofConstant).toList();
    throw new TypeConversionException(
        "unknown " + kind + " '" + name + "'; expected one of " + names);
  }
}
