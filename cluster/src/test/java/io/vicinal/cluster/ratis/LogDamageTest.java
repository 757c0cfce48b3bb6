package io.vicinal.cluster.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log that Ratis did not open, for a reason that it does not tell. */
class LogDamageTest {
  private Path directory;

  @BeforeEach
  void create(@TempDir Path temporary) {
    directory = temporary;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                    | found no term",
        "term=1x;votedFor=n1   | found term '1x'",
        "term=1                | found no votedFor",
        "term=\\u00zz          | Malformed",
      })
  void namesTheFileOfATermThatIsDamaged(String content, String found) throws IOException {
    Path file = Files.writeString(directory.resolve("raft-meta"), content.replace(';', '\n'));

    assertThat(explained())
        .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.DAMAGED_FILE))
        .hasMessageContaining("damaged file " + file)
        .hasMessageContaining("expected a line with the term and one with votedFor")
        .hasMessageContaining(found);
  }

  @Test
  void callsNothingDamagedThatIsIntactOrCannotBeRead() throws IOException {
    Path file = Files.writeString(directory.resolve("raft-meta"), "#\nterm=7\nvotedFor=n1\n");
    assertThat(explained().code()).isEqualTo(ErrorCode.STORAGE_FAILURE);

    Files.delete(file);
    assertThat(explained().code()).isEqualTo(ErrorCode.STORAGE_FAILURE);

    Files.createDirectory(file);
    assertThat(explained())
        .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.STORAGE_FAILURE))
        .hasMessageContaining("cannot open the log of texts in " + directory + ": on purpose");
  }

  @Test
  void missesTheTermBesideFilesOfTheLog() throws IOException {
    Files.write(directory.resolve("log_inprogress_0"), LogFrame.FILE_HEADER);
    Files.createFile(directory.resolve("log_of_somebody"));
    assertThat(explained())
        .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.DAMAGED_FILE))
        .hasMessageContainingAll("raft-meta", "no file beside those of the log");
  }

  private VicinalException explained() {
    return LogDamage.explain("texts", directory, new IOException("on purpose"));
  }
}
