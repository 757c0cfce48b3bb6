package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.core.distance.MetricDistance;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.FormatPage.Field;
import io.vicinal.core.quantization.VectorCoder;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CodesFormatTest {
  private static final FormatPage PAGE = FormatPage.read("codes.md");
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final String FILE = "v.codes";

  private final FaultyDirectory directory = FaultyDirectory.create();
  private final VectorStorage vectors = vectors(new float[] {1, 0});

  @Test
  void thePageHasTheOffsetsOfTheCode() {
    assertThat(PAGE.fields("Layout"))
        .containsExactly(
            new Field("header", 0, FileHeader.LENGTH),
            new Field("rows", CodesFormat.ROWS_OFFSET, 4),
            new Field("dimension", CodesFormat.DIMENSION_OFFSET, 4),
            new Field("metric", CodesFormat.METRIC_OFFSET, 4),
            new Field("components", CodesFormat.COMPONENTS_OFFSET, 4),
            new Field("bits", CodesFormat.BITS_OFFSET, 4),
            new Field("lines", CodesFormat.LINES_OFFSET, 4));
    assertThat(CodesFormat.MEAN_OFFSET).isEqualTo(64);
  }

  @Test
  void thePageShowsTheSmallestFile() {
    write();
    assertThat(PAGE.hexDump()).isEqualTo(FormatPage.hexDumpOf(directory.bytes(FILE)));
  }

  @Test
  void everyFlippedBitIsDamage() {
    write();
    byte[] intact = directory.bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(FILE, damaged);
      assertThatThrownBy(() -> CodesFile.read(directory, FILE, OWNER, vectors))
          .as("bit %d", bit)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void codesOfOtherVectorsAreRefused() {
    write();
    assertRefused(vectors(new float[] {1, 0}, new float[] {0, 1}), "rows 2, found 1");
    assertRefused(vectors(new float[] {1, 0, 0}), "dimension 3, found 2");
    assertThatThrownBy(() -> CodesFile.read(directory, FILE, new UUID(0, 0), vectors))
        .hasMessageContaining("owner");
  }

  private void assertRefused(VectorStorage others, String expected) {
    assertThatThrownBy(() -> CodesFile.read(directory, FILE, OWNER, others))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(expected);
  }

  private void write() {
    VectorCoder coder =
        VectorCoder.train(Metric.EUCLIDEAN, new float[] {1, 0, 2, 0, 3, 0}, 2, 8, 1, 7);
    CodeStorage codes = new CodeStorage(coder, 1);
    HnswParameters parameters = HnswParameters.DEFAULT;
    codes.set(vectors, 0, new Scratch.Pool(1, parameters.maxM0(), vectors).borrow());
    CodesFile.write(codes, vectors, directory, FILE, OWNER);
  }

  private static VectorStorage vectors(float[]... rows) {
    VectorStorage storage =
        new VectorStorage(MetricDistance.of(Metric.EUCLIDEAN), rows[0].length, rows.length);
    for (int row = 0; row < rows.length; row++) {
      storage.append(VectorSource.of(rows), row);
    }
    return storage;
  }
}
