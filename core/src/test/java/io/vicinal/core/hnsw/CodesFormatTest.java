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
import io.vicinal.core.io.GoldenFile;
import io.vicinal.core.quantization.CodeShape;
import io.vicinal.core.quantization.VectorCoder;
import java.util.List;
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
            new Field("lines", CodesFormat.LINES_OFFSET, 4),
            new Field("projection", CodesFormat.PROJECTION_OFFSET, 4));
    assertThat(CodesFormat.MEAN_OFFSET).isEqualTo(68);
  }

  @Test
  void thePageShowsTheSmallestFile() {
    write();
    assertThat(PAGE.hexDump()).isEqualTo(FormatPage.hexDumpOf(directory.bytes(FILE)));
  }

  @Test
  void readsVersion1AsItWasReleased() {
    directory.overwrite(FILE, GoldenFile.read("codes/v1/v.codes"));
    CodeStorage read = CodesFile.read(directory, FILE, OWNER, vectors, 1);
    assertThat(read.coder().shape().projection()).isEqualTo(CodeShape.AXES);
    CodeStorage written = codes(coder());
    assertThat(read.chunk(0)).isEqualTo(written.chunk(0));
  }

  @Test
  void readsWhatItWritesOfEveryCoder() {
    for (VectorCoder coder : coders()) {
      CodeStorage codes = codes(coder);
      String file = "v" + coder.shape().projection() + "-" + coder.bits() + ".codes";
      CodesFile.write(codes, vectors, directory, file, OWNER);
      CodeStorage read = CodesFile.read(directory, file, OWNER, vectors, 3);
      assertThat(read.coder().shape()).isEqualTo(coder.shape());
      assertThat(read.chunk(0)).isEqualTo(codes.chunk(0));
      assertThat(read.compared(5)).isEqualTo(15);
      CodeStorage again = new CodeStorage(read.coder(), 1, 3);
      again.set(vectors, 0, scratch());
      assertThat(again.chunk(0)).as("coded by what was read").isEqualTo(codes.chunk(0));
    }
  }

  @Test
  void everyFlippedBitIsDamage() {
    write();
    byte[] intact = directory.bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(FILE, damaged);
      assertThatThrownBy(() -> CodesFile.read(directory, FILE, OWNER, vectors, 1))
          .as("bit %d", bit)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void codesOfOtherVectorsAreRefused() {
    write();
    assertRefused(vectors(new float[] {1, 0}, new float[] {0, 1}), "rows 2, found 1");
    assertRefused(vectors(new float[] {1, 0, 0}), "dimension 3, found 2");
    assertThatThrownBy(() -> CodesFile.read(directory, FILE, new UUID(0, 0), vectors, 1))
        .hasMessageContaining("owner");
  }

  private void assertRefused(VectorStorage others, String expected) {
    assertThatThrownBy(() -> CodesFile.read(directory, FILE, OWNER, others, 1))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(expected);
  }

  private void write() {
    CodesFile.write(codes(coder()), vectors, directory, FILE, OWNER);
  }

  private static VectorCoder coder() {
    return VectorCoder.train(Metric.EUCLIDEAN, new float[] {1, 0, 2, 0, 3, 0}, 2, 8, 1, 7);
  }

  private static List<VectorCoder> coders() {
    float[] sample = {1, 0, 2, 0, 3, 0};
    return List.of(
        VectorCoder.train(Metric.EUCLIDEAN, sample.clone(), 2, 4, 1, 7),
        VectorCoder.centred(Metric.EUCLIDEAN, sample, 2, 8),
        VectorCoder.centred(Metric.EUCLIDEAN, sample, 2, 7),
        VectorCoder.rotated(Metric.EUCLIDEAN, sample, 2, 4, 7),
        VectorCoder.rotated(Metric.EUCLIDEAN, sample, 2, 1, 7));
  }

  private CodeStorage codes(VectorCoder coder) {
    CodeStorage codes = new CodeStorage(coder, 1, 3);
    codes.set(vectors, 0, scratch());
    return codes;
  }

  private Scratch scratch() {
    return new Scratch.Pool(1, HnswParameters.DEFAULT.maxM0(), vectors).borrow();
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
