package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterCommandTest {
  private final Path folder;
  private final String files;

  FilterCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Path base = VectorFiles.fvecs(folder.resolve("base.fvecs"), VectorFiles.random(50, 8, 1));
    Path query = VectorFiles.fvecs(folder.resolve("query.fvecs"), VectorFiles.random(5, 8, 2));
    files = "filter --base " + base + " --query " + query + " --metric dot --attributes none ";
  }

  @Test
  void explainsItsKeys() {
    assertThat(BenchRun.of("filter --help").output())
        .contains("evaluated: as own", "plans", "--filters=FILE")
        .contains("Default: 64.");
  }

  @Test
  void refusesWhatIsNoFileOfFilters() throws IOException {
    assertRefused("{}", "has no filter; expected {\"NAME\"");
    assertRefused("{\"a\": {}}", "'a' has no 'sql'");
    assertRefused("year", "is no JSON");
    assertRefused("{\"a\": {\"sql\": \"x = 1\"}}", "there is no file none");
    BenchRun run = BenchRun.of(files + "--filters " + folder.resolve("nosuch.json"));
    assertThat(run.errors())
        .contains("cannot read", "nosuch.json; expected a JSON file of filters");
  }

  private void assertRefused(String filters, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("filters.json"), filters);
    BenchRun run = BenchRun.of(files + "--filters " + file);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains(message);
  }
}
