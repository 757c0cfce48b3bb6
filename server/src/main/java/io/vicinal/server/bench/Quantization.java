package io.vicinal.server.bench;

/** What a search walks on. */
enum Quantization {
  /** The vectors themselves. */
  NONE,

  /** Codes that the index chooses, where they pay. */
  AUTO;

  /** Reads the name of one. */
  static final class Converter extends NameConverter<Quantization> {
    Converter() {
      super("quantization", Quantization.values());
    }
  }
}
