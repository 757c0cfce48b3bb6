package io.vicinal.examples.producer;

import io.vicinal.examples.wordnet.Synset;

/** One message to publish. Its key is {@link #id()}. */
sealed interface Change {
  String id();

  /** A synset that is new or has changed. */
  record Upsert(Synset synset) implements Change {
    @Override
    public String id() {
      return synset.id();
    }
  }

  /** The synset is gone: a message without a value. */
  record Delete(String id) implements Change {}

  /** A message whose value ends in the middle of a record. */
  record Damage(String id, Synset cutShort) implements Change {}
}
