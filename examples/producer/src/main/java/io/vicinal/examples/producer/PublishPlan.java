package io.vicinal.examples.producer;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.examples.wordnet.Synset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is published, in order: every synset once, with the damaged messages spread among them, then
 * updates and deletes in a random order. No synset is both updated and deleted, so the outcome is
 * known: all synsets but the deleted ones, the updated ones with their new text.
 *
 * @param changes the messages
 * @param updatedIds ids whose text changes, sorted
 * @param deletedIds ids that are gone in the end, sorted
 */
record PublishPlan(List<Change> changes, List<String> updatedIds, List<String> deletedIds) {

  /** Which part of a plan is published. */
  enum Phase {
    /** Everything. */
    ALL,
    /** Every synset once, and the damaged messages. */
    CREATE,
    /** The updates and deletes of what was created before. */
    CHANGE
  }

  PublishPlan {
    changes = List.copyOf(changes);
    updatedIds = List.copyOf(updatedIds);
    deletedIds = List.copyOf(deletedIds);
  }

  /**
   * The plan for {@code synsets}; the same arguments give the same plan.
   *
   * @throws VicinalException {@code INVALID_ARGUMENT} if a share is outside 0 to 1, or both
   *     together exceed 1, or {@code malformed} is negative or there is no synset
   */
  static PublishPlan of(
      List<Synset> synsets, double updateShare, double deleteShare, int malformed, long seed) {
    check(updateShare, deleteShare, malformed, synsets.size());
    List<Synset> shuffled = new ArrayList<>(synsets);
    Random random = new Random(seed);
    Collections.shuffle(shuffled, random);
    int updates = (int) Math.round(updateShare * synsets.size());
    int deletes = Math.min(synsets.size() - updates, (int) (deleteShare * synsets.size() + 0.5));
    List<Synset> updated = shuffled.subList(0, updates);
    List<Synset> deleted = shuffled.subList(updates, updates + deletes);

    List<Change> later = new ArrayList<>();
    updated.forEach(synset -> later.add(new Change.Upsert(revised(synset))));
    deleted.forEach(synset -> later.add(new Change.Delete(synset.id())));
    Collections.shuffle(later, random);

    List<Change> changes = creates(synsets, malformed);
    changes.addAll(later);
    return new PublishPlan(changes, ids(updated), ids(deleted));
  }

  /** A part of this plan; its parts one after the other are the plan. */
  PublishPlan only(Phase phase) {
    int creates = changes.size() - updatedIds.size() - deletedIds.size();
    return switch (phase) {
      case ALL -> this;
      case CREATE -> new PublishPlan(changes.subList(0, creates), List.of(), List.of());
      case CHANGE ->
          new PublishPlan(changes.subList(creates, changes.size()), updatedIds, deletedIds);
    };
  }

  /** The same synset with its words in front of the gloss. */
  static Synset revised(Synset synset) {
    return new Synset(
        synset.id(),
        synset.partOfSpeech(),
        synset.lexicalFileName(),
        synset.lemmas(),
        String.join(", ", synset.lemmas()) + ": " + synset.gloss());
  }

  private static List<Change> creates(List<Synset> synsets, int malformed) {
    List<Change> creates = new ArrayList<>();
    int damaged = 0;
    for (int i = 0; i < synsets.size(); i++) {
      creates.add(new Change.Upsert(synsets.get(i)));
      while ((damaged + 1L) * synsets.size() <= (long) malformed * (i + 1)) {
        creates.add(new Change.Damage("malformed-" + damaged, synsets.get(i)));
        damaged++;
      }
    }
    return creates;
  }

  private static List<String> ids(List<Synset> synsets) {
    return synsets.stream().map(Synset::id).sorted().toList();
  }

  private static void check(double updates, double deletes, int malformed, int synsets) {
    if (!(updates >= 0 && deletes >= 0 && updates + deletes <= 1)) {
      throw invalid(
          "shares of updates and deletes: expected 0 to 1 and at most 1 together, found "
              + updates
              + " and "
              + deletes);
    }
    if (malformed < 0) {
      throw invalid("malformed messages: expected 0 or more, found " + malformed);
    }
    if (synsets == 0) {
      throw invalid("records to publish: expected 1 or more, found 0");
    }
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
