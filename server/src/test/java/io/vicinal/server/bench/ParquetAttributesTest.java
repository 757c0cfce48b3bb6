package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Metric;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by pyarrow 26; their six rows have every type, with nulls. */
class ParquetAttributesTest {
  private final Path folder;

  ParquetAttributesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id >= 'd' | {3, 4, 5}",
        "truth = TRUE | {0, 3}",
        "NOT truth = TRUE | {2, 4}",
        "small BETWEEN 2 AND 4 | {1, 3}",
        "int32 > 30 | {3, 4, 5}",
        "int32 IS NULL | {1}",
        "uint32 = 4000000000 | {2}",
        "int64 = 1099511627776 | {0}",
        "float32 = 0.0 | {4}",
        "float32 > 1.5 | {3, 5}",
        "float64 > 1000000 | {3}",
        "text = 'ä' | {1}",
        "text LIKE 'x%' | {0, 4}",
        "kind IN ('q', 'z') | {1, 4}",
        "day = DATE '2024-02-29' | {3}",
        "day < '1970-01-01' | {2, 5}",
        "millis = '2023-11-14T22:13:20.123Z' | {4}",
        "micros = '1969-12-31T23:59:59.999999Z' | {3}",
        "nanos = '1970-01-01T00:00:00.000001Z' | {1}",
        "nanos < '1970-01-01T00:00:00Z' | {3}",
        "bytes IS NULL | {2}",
        "ARRAY_CONTAINS(tags, 'b') | {0, 3}",
        "NOT ARRAY_CONTAINS(tags, 'b') | {1, 4, 5}",
        "tags IS NULL | {2}",
        "ARRAY_CONTAINS(numbers, 2) | {0, 3}",
      })
  void readsEveryTypeWithNulls(String filter, String rows) throws Exception {
    assertThat(accepted("snappy", filter)).hasToString(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "gzip", "none"})
  void readsEveryCompression(String compression) throws Exception {
    String filter = "ARRAY_CONTAINS(tags, 'b') OR int32 = 50 OR day = '2020-01-02'";
    assertThat(accepted(compression, filter)).hasToString("{0, 3, 4}");
  }

  @Test
  void aRowNumberIsTheKeyWhereThereIsNoColumnOfThatName() throws Exception {
    assertThat(accepted("none", "id IN (1, 5)")).hasToString("{1, 5}");
  }

  @Test
  void namesTheColumnsThatExist() {
    assertThatThrownBy(() -> accepted("none", "int23 = 1"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContainingAll("no field 'int23'", "[id, int32, tags, day]");
  }

  @Test
  void saysWhyAColumnCannotBeFiltered() {
    assertThatThrownBy(() -> accepted("snappy", "amount = 1"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContainingAll("column 'amount'", "DECIMAL(9,2)", "no attribute holds");
    assertThatThrownBy(() -> accepted("snappy", "nested IS NULL"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("column 'nested'");
  }

  @Test
  void refusesACompressionThatItLacks() {
    assertThatThrownBy(() -> accepted("lz4", "int32 = 1"))
        .isInstanceOf(VicinalException.class)
        .hasMessageContainingAll("lz4.parquet", "LZ4", "expected SNAPPY, GZIP, ZSTD or none");
  }

  @Test
  void refusesWhatIsNoParquet() throws IOException {
    Path file = Files.writeString(folder.resolve("x.parquet"), "not a parquet file at all");
    assertThatThrownBy(() -> ParquetAttributes.read(file, "a = 1", base(6)))
        .isInstanceOf(VicinalException.class)
        .hasMessageContainingAll("cannot read", "x.parquet", "it is not a Parquet file");
    assertThatThrownBy(() -> ParquetAttributes.read(folder.resolve("no"), "a = 1", base(6)))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void reportsWhateverByteIsDamagedAsAFaultOfTheFile() throws Exception {
    byte[] intact = Files.readAllBytes(resource("none"));
    Path file = folder.resolve("damaged.parquet");
    int refused = 0;
    for (int i = 0; i < intact.length; i++) {
      byte[] damaged = intact.clone();
      damaged[i] ^= 0x15;
      Files.write(file, damaged);
      try (FilteredRows rows = ParquetAttributes.read(file, "int32 > 0", base(6))) {
        assertThat(rows.accepted().length()).as("byte %d", i).isLessThanOrEqualTo(6);
      } catch (VicinalException e) {
        refused++;
      }
    }
    // The footer has no checksum, and some of its bytes are of no consequence.
    assertThat(refused).isGreaterThan(intact.length / 4);
  }

  @Test
  void refusesAnotherNumberOfRowsThanTheBase() {
    assertThatThrownBy(() -> ParquetAttributes.read(resource("none"), "int32 = 1", base(5)))
        .isInstanceOf(VicinalException.class)
        .hasMessageContainingAll("none.parquet has 6 rows", "expected 5");
  }

  @Test
  void readsOnlyTheRowsThatCount() throws Exception {
    Path file = VectorFiles.fvecs(folder.resolve("six.fvecs"), VectorFiles.random(6, 2, 1));
    VectorSet limited = VectorSet.open(file, Metric.DOT, 4);
    try (FilteredRows rows = ParquetAttributes.read(resource("snappy"), "int32 > 0", limited)) {
      assertThat(rows.accepted()).hasToString("{0, 2, 3}");
    }
  }

  private BitSet accepted(String file, String filter) throws Exception {
    try (FilteredRows rows = ParquetAttributes.read(resource(file), filter, base(6))) {
      assertThat(rows.evaluate()).isEqualTo(rows.accepted());
      return rows.accepted();
    }
  }

  private VectorSet base(int rows) throws IOException {
    Path file = VectorFiles.fvecs(folder.resolve(rows + ".fvecs"), VectorFiles.random(rows, 2, 1));
    return VectorSet.open(file, Metric.EUCLIDEAN, Integer.MAX_VALUE);
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = ParquetAttributesTest.class.getResource("/bench/" + name + ".parquet");
    return Path.of(Objects.requireNonNull(url).toURI());
  }
}
