package io.vicinal.embedding;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into the words that uncased BERT models know: controls removed, accents stripped,
 * lower-cased, cut at white space; each punctuation mark and each CJK ideograph is a word of its
 * own.
 *
 * <p>The steps and their order are those of BERT's {@code BasicTokenizer} (Devlin et al., <a
 * href="https://arxiv.org/abs/1810.04805">arXiv 1810.04805</a>). Markers such as {@code [SEP]} in
 * the text are text.
 */
final class BertWords {
  private static final int REPLACEMENT_CHARACTER = 0xFFFD;

  private BertWords() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    stripped(cleaned(text))
        .codePoints()
        .map(Character::toLowerCase)
        .forEach(
            c -> {
              if (isSpace(c)) {
                finish(word, words);
              } else if (isPunctuation(c)) {
                finish(word, words);
                words.add(Character.toString(c));
              } else {
                word.appendCodePoint(c);
              }
            });
    finish(word, words);
    return words;
  }

  private static void finish(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** Drops what is invisible and sets ideographs apart. */
  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isSpace(c)) {
                clean.append(' ');
              } else if (isIdeograph(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
              } else if (!isInvisible(c)) {
                clean.appendCodePoint(c);
              }
            });
    return clean.toString();
  }

  /** Accents are marks of their own once the text is decomposed. */
  private static String stripped(String text) {
    if (Normalizer.isNormalized(text, Normalizer.Form.NFD) && !hasMark(text)) {
      return text;
    }
    StringBuilder bare = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(bare::appendCodePoint);
    return bare.toString();
  }

  private static boolean hasMark(String text) {
    return text.codePoints().anyMatch(c -> Character.getType(c) == Character.NON_SPACING_MARK);
  }

  private static boolean isSpace(int c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r' -> true;
      default -> Character.isSpaceChar(c);
    };
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> c == REPLACEMENT_CHARACTER;
    };
  }

  private static boolean isPunctuation(int c) {
    if (c < 0x80) {
      // All of ASCII that is neither letter, digit, space nor control, "$" and "^" included.
      return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The CJK Unified and Compatibility Ideograph blocks; Kana and Hangul are written in words. */
  private static boolean isIdeograph(int c) {
    return within(c, 0x4E00, 0x9FFF)
        || within(c, 0x3400, 0x4DBF)
        || within(c, 0x20000, 0x2A6DF)
        || within(c, 0x2A700, 0x2B73F)
        || within(c, 0x2B740, 0x2B81F)
        || within(c, 0x2B920, 0x2CEAF)
        || within(c, 0xF900, 0xFAFF)
        || within(c, 0x2F800, 0x2FA1F);
  }

  private static boolean within(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
