package io.vicinal.examples.wordnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of a data file (WordNet's manual page <a
 * href="https://wordnet.princeton.edu/documentation/wndb5wn">wndb(5WN)</a>): offset, number of the
 * lexical file, type, number of words in hexadecimal, then each word and its number, pointers, and
 * the gloss behind a bar. Lines of the licence text start with a space.
 */
final class DataLine {
  private static final int OFFSET = 0;
  private static final int LEXICAL_FILE = 1;
  private static final int WORD_COUNT = 3;
  private static final int FIRST_WORD = 4;
  private static final int FIELDS_A_WORD = 2;

  /** Where an adjective may stand, as in {@code galore(ip)}; not a part of the word. */
  private static final Pattern POSITION = Pattern.compile("\\((a|p|ip)\\)$");

  private DataLine() {}

  static boolean isSynset(String line) {
    return !line.startsWith(" ");
  }

  static Synset parse(PartOfSpeech partOfSpeech, String line) {
    int bar = line.indexOf('|');
    String[] fields = line.substring(0, bar).split(" ", -1);
    return new Synset(
        partOfSpeech.letter() + fields[OFFSET],
        partOfSpeech,
        LexicalFiles.name(Integer.parseInt(fields[LEXICAL_FILE])),
        lemmas(fields),
        line.substring(bar + 1).strip());
  }

  private static List<String> lemmas(String[] fields) {
    int count = Integer.parseInt(fields[WORD_COUNT], 16);
    List<String> lemmas = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String word = fields[FIRST_WORD + i * FIELDS_A_WORD];
      lemmas.add(POSITION.matcher(word).replaceFirst("").replace('_', ' '));
    }
    return lemmas;
  }
}
