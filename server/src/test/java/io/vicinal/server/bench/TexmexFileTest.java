package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TexmexFileTest {
  private final Path folder;

  TexmexFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsEveryComponentAsTheNameSays() throws IOException {
    float[] first = {1.5f, -2, Float.MIN_VALUE};
    float[] second = {0, 3, Float.MAX_VALUE};
    TexmexFile floats =
        TexmexFile.ofVectors(VectorFiles.fvecs(folder.resolve("a.fvecs"), List.of(first, second)));
    assertThat(floats.rows()).isEqualTo(2);
    assertThat(floats.width()).isEqualTo(3);
    assertThat(floats.vector(0)).containsExactly(first);
    assertThat(floats.vector(1)).containsExactly(second);

    int[] bytes = {0, 127, 128, 255};
    TexmexFile unsigned = TexmexFile.ofVectors(VectorFiles.bvecs(folder.resolve("b.bvecs"), bytes));
    assertThat(unsigned.vector(0)).containsExactly(0, 127, 128, 255);

    int[] numbers = {7, -1, Integer.MAX_VALUE};
    TexmexFile rows =
        TexmexFile.ofRowNumbers(VectorFiles.ivecs(folder.resolve("c.ivecs"), numbers));
    assertThat(rows.rowNumbers(0)).containsExactly(numbers);
  }

  @Test
  void namesWhatIsMissing() {
    assertRefused(
        () -> TexmexFile.ofVectors(folder.resolve("no.fvecs")), "there is no file", "no.fvecs");
  }

  @Test
  void refusesAFormatThatItsNameDoesNotTell() {
    assertRefused(() -> TexmexFile.ofVectors(folder.resolve("x.npy")), "x.npy", "[.bvecs, .fvecs]");
    assertRefused(() -> TexmexFile.ofRowNumbers(folder.resolve("x.fvecs")), "[.ivecs]");
  }

  @Test
  void refusesACutOffFileAndAnEmptyOne() throws IOException {
    Path whole = VectorFiles.fvecs(folder.resolve("a.fvecs"), VectorFiles.random(5, 8, 1));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.fvecs"), Arrays.copyOf(bytes, bytes.length - 3));
    assertRefused(
        () -> TexmexFile.ofVectors(cut), "cut.fvecs has 177 bytes", "rows of 36 bytes", "cut off");
    Path empty = Files.write(folder.resolve("empty.fvecs"), new byte[0]);
    assertRefused(() -> TexmexFile.ofVectors(empty), "empty.fvecs is empty");
    Path zeros = Files.write(folder.resolve("zeros.fvecs"), new byte[16]);
    assertRefused(() -> TexmexFile.ofVectors(zeros), "a row of 0 components");
  }

  @Test
  void refusesARowOfAnotherLength() throws IOException {
    Path file = VectorFiles.fvecs(folder.resolve("a.fvecs"), VectorFiles.random(3, 2, 1));
    byte[] bytes = Files.readAllBytes(file);
    bytes[12] = 9;
    Files.write(file, bytes);
    TexmexFile opened = TexmexFile.ofVectors(file);
    assertRefused(() -> opened.vector(1), "row 1: 9 components; expected 2");
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContainingAll(parts);
  }
}
