package io.vicinal.examples.sparkjob;

import io.vicinal.embedding.MiniLmEmbedder;

/** One model an executor, opened when its first task needs it and open as long as it lives. */
final class SharedModel {
  static final MiniLmEmbedder EMBEDDER = MiniLmEmbedder.open();

  private SharedModel() {}
}
