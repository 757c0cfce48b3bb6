package io.vicinal.core.quantization;

/**
 * Where the parts of a code lie in a row of ints: whole cache lines, with codes of components from
 * the front and four floats at the end.
 *
 * <p>A line is 16 ints, or 32 halves of ints. Place p of a line is in half {@code p % 32}, the
 * lower half of an int first, from bit {@code bits · (p / 32)} of it on. So a shift and a mask make
 * 32 short integers of a line, two times for codes of 8 bits, four times for codes of 4, and
 * sixteen times for codes of one.
 *
 * <p>The last four ints of a row are no codes; a query has zeros in their places, so that kernels
 * need not know.
 *
 * @param bits of a place, 8, 4 or 1
 * @param lines cache lines of a row
 */
record CodeLayout(int bits, int lines) {
  static final int LINE_INTS = 16;

  private static final int FLOATS = 4;
  private static final int HALVES = 2 * LINE_INTS;
  private static final int HALF_BITS = 16;

  /** Halves of the last line that have codes. */
  private static final int LAST_HALVES = HALVES - 2 * FLOATS;

  /** The layout with the fewest lines for that many components. */
  static CodeLayout forComponents(int bits, int components) {
    int lines = 1;
    while (new CodeLayout(bits, lines).components() < components) {
      lines++;
    }
    return new CodeLayout(bits, lines);
  }

  /** The most components that fit. */
  int components() {
    return places() - (HALVES - LAST_HALVES) * codesOfAHalf();
  }

  int ints() {
    return lines * LINE_INTS;
  }

  /** Places of a row, those under the floats included. */
  int places() {
    return lines * linePlaces();
  }

  /** The first of the four floats. */
  int floats() {
    return ints() - FLOATS;
  }

  /** The greatest code. */
  int greatest() {
    return (1 << bits) - 1;
  }

  /** The place of a component. */
  int place(int component) {
    int last = places() - linePlaces();
    int inLast = component - last;
    return inLast < 0 ? component : last + inLast / LAST_HALVES * HALVES + inLast % LAST_HALVES;
  }

  /** The int of a place. */
  int index(int place) {
    return place / linePlaces() * LINE_INTS + place % HALVES / 2;
  }

  /** The lowest bit of a place in its int. */
  int shift(int place) {
    return HALF_BITS * (place % 2) + bits * (place % linePlaces() / HALVES);
  }

  private int linePlaces() {
    return HALVES * codesOfAHalf();
  }

  private int codesOfAHalf() {
    return HALF_BITS / bits;
  }
}
