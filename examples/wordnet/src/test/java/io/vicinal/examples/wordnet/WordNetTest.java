package io.vicinal.examples.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordNetTest {
  private static final Map<PartOfSpeech, Integer> COUNTS =
      Map.of(
          PartOfSpeech.NOUN, 82_192,
          PartOfSpeech.VERB, 13_789,
          PartOfSpeech.ADJECTIVE, 18_185,
          PartOfSpeech.ADVERB, 3_625);

  private static final Map<PartOfSpeech, String> TOPICS =
      Map.of(
          PartOfSpeech.NOUN, "noun.",
          PartOfSpeech.VERB, "verb.",
          PartOfSpeech.ADJECTIVE, "adj.",
          PartOfSpeech.ADVERB, "adv.");

  @Test
  void readsTheFirstNoun() {
    assertThat(WordNet.synsets(PartOfSpeech.NOUN).get(0))
        .isEqualTo(
            new Synset(
                "n00001740",
                PartOfSpeech.NOUN,
                "noun.Tops",
                List.of("entity"),
                "that which is perceived or known or inferred to have its own distinct existence"
                    + " (living or nonliving)"));
  }

  @ParameterizedTest
  @EnumSource
  void readsEverySynsetOfAPartOfSpeechInTheOrderOfUniqueIds(PartOfSpeech partOfSpeech) {
    List<Synset> synsets = WordNet.synsets(partOfSpeech);

    assertThat(synsets).hasSize(COUNTS.getOrDefault(partOfSpeech, 0));
    assertThat(synsets).extracting(Synset::id).isSorted().doesNotHaveDuplicates();
    assertThat(synsets)
        .allSatisfy(
            synset -> {
              assertThat(synset.lexicalFileName())
                  .startsWith(TOPICS.getOrDefault(partOfSpeech, "?"));
              assertThat(synset.lemmas()).isNotEmpty().noneMatch(lemma -> lemma.contains("_"));
              assertThat(synset.gloss()).isNotBlank();
            });
  }

  @Test
  void takesThePositionOfAnAdjectiveOffItsLemma() {
    assertThat(WordNet.synsets(PartOfSpeech.ADJECTIVE))
        .filteredOn(synset -> synset.gloss().contains("daffodils galore"))
        .flatExtracting(Synset::lemmas)
        .containsExactly("galore");
  }

  @Test
  void samplesAcrossAllTopicsAndTheSameSynsetsEachTime() {
    List<Synset> sample = WordNet.sample(PartOfSpeech.NOUN, 1_000);

    assertThat(sample).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(sample).extracting(Synset::lexicalFileName).contains("noun.animal", "noun.time");
    assertThat(WordNet.sample(PartOfSpeech.NOUN, 1_000)).isEqualTo(sample);
  }

  @Test
  void samplesAllWhereMoreAreAskedForThanExist() {
    assertThat(WordNet.sample(PartOfSpeech.ADVERB, 1_000_000)).hasSize(3_625);
  }
}
