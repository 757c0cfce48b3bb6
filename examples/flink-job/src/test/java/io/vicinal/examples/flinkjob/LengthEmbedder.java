package io.vicinal.examples.flinkjob;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The vector of a text is its length. Remembers, for one test at a time, what was asked of it. */
final class LengthEmbedder implements TextEmbedder {
  static final List<List<String>> CALLS = new CopyOnWriteArrayList<>();
  static final AtomicInteger OPEN = new AtomicInteger();

  private static final long serialVersionUID = 1;

  static void reset() {
    CALLS.clear();
    OPEN.set(0);
  }

  static float[] vector(String text) {
    return new float[] {text.length()};
  }

  @Override
  public Session open() {
    OPEN.incrementAndGet();
    return new Session() {
      @Override
      public List<float[]> embedAll(List<String> texts) {
        CALLS.add(new ArrayList<>(texts));
        return texts.stream().map(LengthEmbedder::vector).toList();
      }

      @Override
      public void close() {
        OPEN.decrementAndGet();
      }
    };
  }
}
