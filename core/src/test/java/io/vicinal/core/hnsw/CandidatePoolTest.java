package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CandidatePoolTest {
  /** Ten candidates, ten times the one that was wanted, lost what a trial of ten wanted keeps. */
  @Test
  void comparesEnoughCandidatesForASingleNeighbor() {
    CandidatePool estimated = new CandidatePool();
    estimated.reset(100);
    for (int node = 0; node < 100; node++) {
      estimated.offer(Candidates.of(node, node));
    }
    CandidatePool found = new CandidatePool();

    int compared = estimated.rerank(new Uncertain(), 1, 10, found);

    assertThat(found.node(0)).isEqualTo(63);
    assertThat(compared).isEqualTo(64);
  }

  /** Estimates that are wrong by much, and the nearest is behind many that seem nearer. */
  private static final class Uncertain implements QueryRanks {
    @Override
    public float origin() {
      return 0;
    }

    @Override
    public float rank(int row) {
      return row == 63 ? -1000 : row + (row % 2 == 0 ? 100 : -100);
    }

    @Override
    public void ranks(int[] rows, int count, float[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = rank(rows[i]);
      }
    }
  }
}
