package io.vicinal.api;

/**
 * The order of strings everywhere in Vicinal: by code point, which is the order of their UTF-8
 * bytes. {@link String#compareTo} differs above U+FFFF.
 */
public final class CodePointOrder {
  private CodePointOrder() {}

  /** Negative, zero or positive, as the first string is before, equal to or after the second. */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return rank(x) - rank(y);
      }
    }
    return a.length() - b.length();
  }

  /** Surrogates stand for code points above every other char, so they are moved to the end. */
  private static int rank(char c) {
    if (Character.isSurrogate(c)) {
      return c + 0x2000;
    }
    return c >= 0xE000 ? c - 0x800 : c;
  }
}
