package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on real vectors, against the neighbours that the data sets state. */
class RealVectorsIT {
  @ParameterizedTest
  @CsvSource({
    "sift-5k, euclidean, bvecs, l2",
    "fashion-mnist-10k, euclidean, bvecs, l2",
    "fashion-mnist-10k, cosine, bvecs, cos",
    "cohere-wiki-768-1k, dot, fvecs, ip"
  })
  void findsTheShareThatIsAskedFor(String set, String metric, String suffix, String truth)
      throws IOException {
    String found = run(set, metric, suffix, truth, "--recall-target 0.95,0.99");
    List<String> lines = found.lines().toList();
    assertThat(recall(lines.get(0))).isGreaterThanOrEqualTo(0.945);
    assertThat(recall(lines.get(1))).isGreaterThanOrEqualTo(0.985);
  }

  @ParameterizedTest
  @CsvSource({
    "sift-5k, euclidean, bvecs, l2",
    "fashion-mnist-10k, cosine, bvecs, cos",
    "cohere-wiki-768-1k, cosine, fvecs, cos",
    "cohere-wiki-768-1k, dot, fvecs, ip"
  })
  void findsNinetyFivePercentAtEfHundred(String set, String metric, String suffix, String truth)
      throws IOException {
    String found = run(set, metric, suffix, truth, "--ef 100 --ef-construction 60");
    assertThat(recall(found)).isGreaterThanOrEqualTo(0.95);
  }

  /** What the command prints on a data set. */
  private static String run(
      String set, String metric, String suffix, String truth, String options) {
    Path folder = SharedData.require("ann").resolve(set);
    BenchRun run =
        BenchRun.of(
            "ann --base %s --query %s --truth %s --metric %s %s",
            folder.resolve("base." + suffix),
            folder.resolve("query." + suffix),
            folder.resolve("gt_" + truth + "_k100.ivecs"),
            metric,
            options);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    return run.output();
  }

  private static double recall(String line) throws IOException {
    return new ObjectMapper().readTree(line).path("recall").asDouble();
  }
}
