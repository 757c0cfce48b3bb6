package io.vicinal.server.bench;

import io.vicinal.api.Quantization.Scheme;

/** Reads the name of a scheme of quantization. */
final class SchemeConverter extends NameConverter<Scheme> {
  SchemeConverter() {
    super("quantization", Scheme.values());
  }
}
