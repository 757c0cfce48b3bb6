package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.WriteResult;
import io.vicinal.protocol.SearchOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As {@link SilentNodeTest}: every wait that a silent node ends by the request timeout. */
@Timeout(120)
final class SilentNodeIT {
  private final SilentPoints silent = new SilentPoints();

  @AfterEach
  void nothingIsLeft() throws Exception {
    silent.close();
  }

  @Test
  void aWriterEndsWhateverItWaitsFor() {
    RemoteCollection points = silent.points(SilentPoints.SHORT);
    BatchWriter writer = points.openWriter();
    CompletableFuture<WriteResult> batch = writer.append(List.of(SilentPoints.upsert()));
    silent.assertSilent(ErrorCode.UNKNOWN_OUTCOME, () -> writer.await(batch));
    silent.assertSilent(ErrorCode.UNKNOWN_OUTCOME, writer::flush);
    writer.close();

    BatchWriter unused = points.openWriter();
    silent.assertSilent(ErrorCode.UNKNOWN_OUTCOME, unused::close);

    BatchWriter full = points.openWriter();
    silent.assertSilent(ErrorCode.UNKNOWN_OUTCOME, () -> SilentPoints.fill(full));
    full.abort();
  }

  @Test
  void aScanEnds() {
    RemoteCollection points = silent.points(SilentPoints.SHORT);
    try (BatchStream scan = points.openScan(SilentPoints.scan())) {
      silent.assertSilent(ErrorCode.UNAVAILABLE, scan::loadNext);
    }
    silent.node().startNoScans();
    silent.assertSilent(ErrorCode.UNAVAILABLE, () -> points.openScan(SilentPoints.scan()));
  }

  @Test
  void aStreamOfSearchesEnds() {
    RemoteCollection points = silent.points(SilentPoints.SHORT);
    try (NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      silent.send(searches, 1);
      silent.assertSilent(ErrorCode.UNAVAILABLE, searches::loadNext);
    }
    try (NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      silent.assertSilent(
          ErrorCode.UNAVAILABLE,
          () -> {
            for (int batch = 0; batch < NeighborStream.MAX_UNANSWERED; batch++) {
              silent.send(searches, 100);
            }
            searches.loadNext();
          });
    }
  }
}
