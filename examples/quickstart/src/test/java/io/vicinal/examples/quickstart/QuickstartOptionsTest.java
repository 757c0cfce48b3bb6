package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartOptionsTest {
  private static final QuickstartOptions.Ports FREE = new QuickstartOptions.Ports(0, 0, 0);

  @Test
  void refusesWhatIsOutsideItsRangeAndNamesTheOption() {
    assertThatThrownBy(() -> options(49, 1))
        .hasMessage("--records: expected 50 to 82192, found 49");
    assertThatThrownBy(() -> options(82_193, 1)).hasMessageContaining("found 82193");
    assertThatThrownBy(() -> options(50, 0)).hasMessage("--queries: expected 1 to 18185, found 0");
    assertThatThrownBy(() -> new QuickstartOptions.Ports(0, 65_536, 0))
        .hasMessage("--port: expected 0 to 65535, found 65536");
  }

  @Test
  void readsWhereANodeListensFromItsLine() {
    assertThat(
            NodeAddress.parse(
                "vicinal 0.1.0-SNAPSHOT is ready: REST http://127.0.0.1:8740,"
                    + " Flight grpc://127.0.0.1:8741, data /somewhere"))
        .isEqualTo(new NodeAddress("http://127.0.0.1:8740", "grpc://127.0.0.1:8741"));
    assertThatThrownBy(() -> NodeAddress.parse("vicinal: no"))
        .hasMessageContaining("found 'vicinal: no'");
  }

  @Test
  void emptiesAWorkDirectoryOfAnEarlierRunAndOfNothingElse(@TempDir Path work) throws Exception {
    Files.createDirectories(work.resolve("node/deep"));
    Files.writeString(work.resolve("node/deep/file"), "old");
    Files.writeString(work.resolve("mine"), "kept");

    try (WorkDirectory directory = WorkDirectory.take(work)) {
      assertThat(work.resolve("node")).doesNotExist();
      Files.createDirectories(work.resolve("kafka"));
      Files.createDirectories(work.resolve("logs"));
      directory.emptyWhenClosed();
    }

    assertThat(work.resolve("kafka")).doesNotExist();
    assertThat(work.resolve("logs")).exists();
    assertThat(work.resolve("mine")).hasContent("kept");
  }

  @Test
  void keepsTheDataOfARunThatFailed(@TempDir Path work) throws Exception {
    try (WorkDirectory directory = WorkDirectory.take(work)) {
      assertThat(directory).isNotNull();
      Files.createDirectories(work.resolve("kafka"));
    }
    assertThat(work.resolve("kafka")).exists();
  }

  @Test
  void refusesAWorkDirectoryThatAnotherRunHas(@TempDir Path work) {
    try (WorkDirectory first = WorkDirectory.take(work)) {
      assertThatThrownBy(() -> WorkDirectory.take(work))
          .as("while %s is taken", first)
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE))
          .hasMessageContaining("another quickstart runs in it");
    }
  }

  @Test
  void refusesAWorkDirectoryThatIsAFile(@TempDir Path work) throws Exception {
    Path file = Files.writeString(work.resolve("file"), "");
    assertThatThrownBy(() -> WorkDirectory.take(file))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("expected it writable");
  }

  private static QuickstartOptions options(int records, int queries) {
    return new QuickstartOptions(Path.of(""), Path.of(""), records, queries, 1, FREE);
  }
}
