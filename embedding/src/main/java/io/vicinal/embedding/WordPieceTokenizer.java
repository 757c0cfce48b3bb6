package io.vicinal.embedding;

import java.util.Arrays;

/**
 * Text to the numbers of word pieces: each word is cut, from the left, into the longest pieces of
 * the vocabulary (WordPiece, Wu et al., <a href="https://arxiv.org/abs/1609.08144">arXiv
 * 1609.08144</a>). A word that cannot be cut so is one unknown piece.
 *
 * <p>Immutable and thread-safe.
 */
final class WordPieceTokenizer {
  /** A longer word is taken as unknown. */
  private static final int MAX_WORD_CHARACTERS = 100;

  private final Vocabulary vocabulary;
  private final int maxTokens;

  WordPieceTokenizer(Vocabulary vocabulary, int maxTokens) {
    this.vocabulary = vocabulary;
    this.maxTokens = maxTokens;
  }

  /** Start, pieces and end; at most {@code maxTokens} in all, the rest of the text is not read. */
  int[] tokens(String text) {
    Pieces pieces = new Pieces(maxTokens - 1);
    pieces.add(vocabulary.start());
    for (String word : BertWords.of(text)) {
      if (pieces.isFull()) {
        break;
      }
      if (isTooLong(word)) {
        pieces.add(vocabulary.unknown());
      } else {
        cut(word, pieces);
      }
    }
    return pieces.endedBy(vocabulary.end());
  }

  private void cut(String word, Pieces pieces) {
    int mark = pieces.size();
    int from = 0;
    while (from < word.length()) {
      int to = longestPiece(word, from);
      if (to == from) {
        pieces.truncate(mark);
        pieces.add(vocabulary.unknown());
        return;
      }
      pieces.add(vocabulary.number(piece(word, from, to)));
      from = to;
    }
  }

  /** Where the longest piece that starts at {@code from} ends; {@code from} if there is none. */
  private int longestPiece(String word, int from) {
    int to = word.length();
    while (to > from && vocabulary.number(piece(word, from, to)) < 0) {
      to = word.offsetByCodePoints(to, -1);
    }
    return to;
  }

  private static boolean isTooLong(String word) {
    return word.codePointCount(0, word.length()) > MAX_WORD_CHARACTERS;
  }

  private static String piece(String word, int from, int to) {
    String part = word.substring(from, to);
    return from == 0 ? part : Vocabulary.CONTINUATION + part;
  }

  /** A growing array that drops what exceeds its limit. */
  private static final class Pieces {
    private final int limit;
    private int[] numbers = new int[32];
    private int size;

    Pieces(int limit) {
      this.limit = limit;
    }

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
    }

    int size() {
      return size;
    }

    boolean isFull() {
      return size >= limit;
    }

    void truncate(int to) {
      size = to;
    }

    int[] endedBy(int end) {
      int[] ended = Arrays.copyOf(numbers, Math.min(size, limit) + 1);
      ended[ended.length - 1] = end;
      return ended;
    }
  }
}
