package io.vicinal.api;

/** Text that UTF-8 can hold: every surrogate is one of a pair. Others would be stored as '?'. */
final class Unicode {
  private Unicode() {}

  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
