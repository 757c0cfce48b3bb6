package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnCommandTest {
  private final Path folder;
  private final String base;
  private final String query;

  AnnCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    base = "" + VectorFiles.fvecs(folder.resolve("base.fvecs"), VectorFiles.random(500, 20, 1));
    query = "" + VectorFiles.fvecs(folder.resolve("query.fvecs"), VectorFiles.random(10, 20, 2));
  }

  @Test
  void explainsWhatItMeasuresAndItsKeys() {
    assertThat(BenchRun.of("ann --help").output().replaceAll("\\s+", " "))
        .contains(
            "What is measured is the index as the engine uses it",
            "distance_computations",
            "--ef-construction")
        .contains("Default: 16.", "Default: 200.");
    assertThat(BenchRun.of("--help").output()).contains("ann");
    assertThat(BenchRun.of("").exitCode()).isEqualTo(2);
  }

  @Test
  void refusesAnUnknownMetricNamingThoseThereAre() {
    BenchRun run = BenchRun.of("ann --base %s --query %s --metric l2", base, query);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .contains("unknown metric 'l2'; expected one of [euclidean, cosine, dot, manhattan]");
    assertThat(
            BenchRun.of("ann --base %s --query %s --metric dot --quantization sq5", base, query)
                .errors())
        .contains("unknown quantization 'sq5'; expected one of [none, auto, sq8, sq7,");
    assertThat(
            BenchRun.of("ann --base %s --query %s --metric dot --storage disk", base, query)
                .errors())
        .contains("unknown storage 'disk'; expected one of [memory, mapped]");
  }

  @Test
  void refusesQueriesOfAnotherDimension() throws IOException {
    Path other = VectorFiles.fvecs(folder.resolve("o.fvecs"), VectorFiles.random(3, 19, 1));
    assertRefused(
        "--base " + base + " --query " + other + " --metric dot",
        "o.fvecs has dimension 19; expected 20 as in");
  }

  @Test
  void namesTheRowOfAVectorThatHasNoDirection() throws IOException {
    List<float[]> vectors = VectorFiles.random(5, 20, 1);
    vectors.get(3)[7] = Float.NaN;
    Path bad = VectorFiles.fvecs(folder.resolve("nan.fvecs"), vectors);
    assertRefused(
        "--base " + bad + " --query " + query + " --metric dot",
        "row 3 of",
        "nan.fvecs",
        "component 7 is NaN");
    vectors.set(3, new float[20]);
    Path zero = VectorFiles.fvecs(folder.resolve("zero.fvecs"), vectors);
    assertRefused(
        "--base " + zero + " --query " + query + " --metric cosine", "row 3 of", "zero vector");
    assertRefused(
        "--base " + base + " --query " + zero + " --metric cosine", "row 3 of", "zero vector");
  }

  @Test
  void refusesNumbersOutOfRangeAndOptionsWithoutTheirPartner() {
    String files = "--base " + base + " --query " + query + " --metric dot ";
    assertRefused(files + "--k 0", "--k is 0; expected 1 or more");
    assertRefused(files + "--ef 10,-1", "--ef is -1");
    assertRefused(files + "--recall-target 1", "recallTarget is 1.0; expected 0.5..0.999");
    assertRefused(files + "--recall-target 0.9 --ef 9", "--ef and --recall-target; expected one");
    assertRefused(files + "--threads 0", "--threads is 0; expected 1..1024");
    assertRefused(files + "--threads 100000", "--threads is 100000; expected 1..1024");
    assertRefused(files + "--build-threads 0", "--build-threads is 0");
    assertRefused(files + "--m 1", "HNSW parameter m is 1; expected 2..256");
    assertRefused(files + "--limit-rows 0", "--limit-rows is 0");
    assertRefused(files + "--filter a=1", "--filter and --attributes go together");
    assertRefused(files + "--truth " + folder.resolve("no.ivecs"), "there is no file");
  }

  private static void assertRefused(String arguments, String... parts) {
    BenchRun run = BenchRun.of("ann " + arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("refused: ").contains(parts);
  }
}
