package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.core.hnsw.HnswIndex;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an operator reads when codes that were asked for do not find enough. */
class CodesWarningTest {
  private static final long SEED = 4;
  private static final int DIMENSION = 16;

  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  @Test
  void namesFieldRecallTargetAndWhatComesInstead() {
    HnswIndex index =
        HnswIndex.create(Metric.EUCLIDEAN, DIMENSION, HnswParameters.of(8, 40, 40), SEED);
    Random random = new Random(SEED);
    for (int row = 0; row < 2000; row++) {
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      // So far apart that codes of the other components have no range left.
      vector[0] = row % 2 == 0 ? 1e5f : -1e5f;
      index.add(vector);
    }
    Logger logger = (Logger) LoggerFactory.getLogger("io.vicinal.core.hnsw.CodeChoice");
    // Other tests set the level of all loggers.
    logger.setLevel(Level.WARN);
    events.start();
    logger.addAppender(events);
    try {
      index.encode("summary", Quantization.of(Scheme.SQ7));
    } finally {
      logger.detachAppender(events);
      logger.setLevel(null);
    }
    assertThat(index.isCoded()).isFalse();
    assertThat(events.list).hasSize(2);
    assertThat(events.list.get(0).getFormattedMessage())
        .contains("'summary'", "codes sq7 find 0.", "0.985 or more", "Falls back to sq8");
    assertThat(events.list.get(1).getFormattedMessage())
        .contains("'summary'", "codes sq8 find 0.", "0.985 or more", "Falls back to none");
  }
}
