package io.vicinal.examples.wordnet;

import java.util.List;

/**
 * A set of words that share one meaning.
 *
 * @param id letter of the part of speech and eight digits, unique in WordNet, as {@code n00001740}
 * @param lexicalFileName topic, as {@code noun.animal}; see {@link LexicalFiles}
 * @param lemmas the words, the most usual first, at least one
 * @param gloss definition, then examples in quotation marks
 */
public record Synset(
    String id,
    PartOfSpeech partOfSpeech,
    String lexicalFileName,
    List<String> lemmas,
    String gloss) {
  /** Copies the lemmas. */
  public Synset {
    lemmas = List.copyOf(lemmas);
  }
}
