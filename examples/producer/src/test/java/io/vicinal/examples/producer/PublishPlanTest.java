package io.vicinal.examples.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.VicinalException;
import io.vicinal.examples.wordnet.PartOfSpeech;
import io.vicinal.examples.wordnet.Synset;
import io.vicinal.examples.wordnet.WordNet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishPlanTest {
  private static final List<Synset> SYNSETS = WordNet.sample(PartOfSpeech.ADVERB, 200);
  private static final long SEED = 7;

  private final PublishPlan plan = PublishPlan.of(SYNSETS, 0.1, 0.2, 3, SEED);

  @Test
  void endsWithAllSynsetsButTheDeletedAndWithTheNewTextOfTheUpdated() {
    Map<String, String> texts = new TreeMap<>();
    for (Change change : plan.changes()) {
      if (change instanceof Change.Upsert upsert) {
        texts.put(upsert.id(), upsert.synset().gloss());
      } else if (change instanceof Change.Delete delete) {
        assertThat(texts.remove(delete.id())).as("deleted after its creation").isNotNull();
      }
    }

    Map<String, String> expected = new TreeMap<>();
    for (Synset synset : SYNSETS) {
      boolean updated = plan.updatedIds().contains(synset.id());
      expected.put(synset.id(), (updated ? PublishPlan.revised(synset) : synset).gloss());
    }
    expected.keySet().removeAll(plan.deletedIds());
    assertThat(texts).isEqualTo(expected).hasSize(160);
  }

  @Test
  void countsWhatWasAskedFor() {
    PublishReport report = PublishReport.of(plan, 1.5);

    assertThat(report).isEqualTo(new PublishReport(200, 20, 40, 3, plan.deletedIds(), 1.5));
    assertThat(plan.deletedIds())
        .hasSize(40)
        .isSorted()
        .doesNotContainAnyElementsOf(plan.updatedIds());
  }

  @Test
  void consistsOfItsCreatesAndThenItsChanges() {
    PublishPlan creates = plan.only(PublishPlan.Phase.CREATE);
    PublishPlan changes = plan.only(PublishPlan.Phase.CHANGE);

    assertThat(PublishReport.of(creates, 0))
        .isEqualTo(new PublishReport(200, 0, 0, 3, List.of(), 0));
    assertThat(PublishReport.of(changes, 0))
        .isEqualTo(new PublishReport(0, 20, 40, 0, plan.deletedIds(), 0));
    assertThat(plan.changes()).startsWith(creates.changes().toArray(Change[]::new));
    assertThat(plan.changes()).endsWith(changes.changes().toArray(Change[]::new));
    assertThat(creates.changes().size() + changes.changes().size())
        .isEqualTo(plan.changes().size());
  }

  @Test
  void spreadsTheDamagedMessagesUnderIdsOfTheirOwn() {
    assertThat(plan.changes())
        .filteredOn(Change.Damage.class::isInstance)
        .extracting(Change::id)
        .containsExactly("malformed-0", "malformed-1", "malformed-2");
    assertThat(plan.changes().get(67)).isInstanceOf(Change.Damage.class);
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    assertThat(PublishPlan.of(SYNSETS, 0.1, 0.2, 3, SEED)).isEqualTo(plan);
    assertThat(PublishPlan.of(SYNSETS, 0.1, 0.2, 3, SEED + 1).deletedIds())
        .isNotEqualTo(plan.deletedIds());
  }

  @Test
  void refusesSharesThatExceedTheWhole() {
    assertThatThrownBy(() -> PublishPlan.of(SYNSETS, 0.6, 0.5, 0, SEED))
        .isInstanceOf(VicinalException.class)
        .hasMessage(
            "shares of updates and deletes: expected 0 to 1 and at most 1 together,"
                + " found 0.6 and 0.5");
    assertThatThrownBy(() -> PublishPlan.of(SYNSETS, Double.NaN, 0, 0, SEED))
        .isInstanceOf(VicinalException.class);
  }

  @Test
  void refusesToPublishNothing() {
    assertThatThrownBy(() -> PublishPlan.of(List.of(), 0, 0, 0, SEED))
        .isInstanceOf(VicinalException.class)
        .hasMessage("records to publish: expected 1 or more, found 0");
  }
}
