package io.vicinal.examples.wordnet;

/** The four parts of speech, each a file of WordNet's. */
public enum PartOfSpeech {
  NOUN('n', "data.noun"),
  VERB('v', "data.verb"),
  ADJECTIVE('a', "data.adj"),
  ADVERB('r', "data.adv");

  private final char letter;
  private final String file;

  PartOfSpeech(char letter, String file) {
    this.letter = letter;
    this.file = file;
  }

  /** The first letter of the ids. */
  char letter() {
    return letter;
  }

  String file() {
    return file;
  }
}
