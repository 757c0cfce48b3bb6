package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected numbers were made by the reference tokenizer (Hugging Face tokenizers 0.23). */
class WordPieceTokenizerTest {
  private static final int START = 101;
  private static final int END = 102;
  private static final int UNKNOWN = 100;

  private final WordPieceTokenizer tokenizer =
      new WordPieceTokenizer(Vocabulary.load(), MiniLmEmbedder.MAX_TOKENS);

  static Arguments[] references() {
    return new Arguments[] {
      text("", START, END),
      text("A man is eating food.", START, 1037, 2158, 2003, 5983, 2833, 1012, END),
      text("unaffable", START, 14477, 20961, 3468, END),
      text("\tTab\nline\r", START, 21628, 2240, END),
      text(
          "$5+3=8^2~`|",
          START,
          1002,
          1019,
          1009,
          1017,
          1027,
          1022,
          1034,
          1016,
          1066,
          1036,
          1064,
          END),
      text("a\0b\ufffdc\u200bd\u00a0e\u3000f", START, 5925, 2094, 1041, 1042, END),
      text("İstanbul ΑΣ ΟΔΟΣ", START, 9960, 1155, 29733, 1169, 29722, 29730, 29733, END),
      text("co\u2011operate don't", START, 2522, 1514, 5452, 2123, 1005, 1056, END),
      text("👍🏽 emoji 𝒳", START, UNKNOWN, 7861, 29147, 2072, UNKNOWN, END),
      text("한국어", START, 1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008, END),
      text(
          "café Zürich naïve 東京 ﬁne — “quoted” e-mail@example.com",
          START,
          7668,
          10204,
          15743,
          1879,
          1755,
          1984,
          2638,
          1517,
          1523,
          9339,
          1524,
          1041,
          1011,
          5653,
          1030,
          2742,
          1012,
          4012,
          END),
    };
  }

  @ParameterizedTest
  @MethodSource("references")
  void cutsTextAsTheReferenceTokenizerDoes(String text, int[] expected) {
    assertThat(tokenizer.tokens(text)).containsExactly(expected);
  }

  @Test
  void takesAWordOfMoreThanAHundredCharactersAsUnknown() {
    assertThat(tokenizer.tokens("x".repeat(101))).containsExactly(START, UNKNOWN, END);
    assertThat(tokenizer.tokens("x".repeat(100))).hasSizeGreaterThan(3).doesNotContain(UNKNOWN);
  }

  @Test
  void readsMarkersInTheTextAsText() {
    assertThat(tokenizer.tokens("[SEP]")).hasSizeGreaterThan(3).endsWith(1033, END);
  }

  @Test
  void cutsLongTextAtTheLimitAndKeepsTheEndMarker() {
    int[] whole = new WordPieceTokenizer(Vocabulary.load(), 1_000).tokens("unaffable ".repeat(300));

    int[] cut = tokenizer.tokens("unaffable ".repeat(300));

    assertThat(cut).hasSize(MiniLmEmbedder.MAX_TOKENS).endsWith(END);
    assertThat(cut).startsWith(Arrays.copyOf(whole, MiniLmEmbedder.MAX_TOKENS - 1));
  }

  private static Arguments text(String text, int... tokens) {
    return Arguments.of(text, tokens);
  }
}
