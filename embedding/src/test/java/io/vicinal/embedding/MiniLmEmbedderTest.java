package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Expected components and cosines were made with all-MiniLM-L6-v2 (float32) in Python: Hugging Face
 * tokenizers, ONNX Runtime, mean pooling, as sentence-transformers does it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiniLmEmbedderTest {
  private static final Offset<Float> COMPONENT = within(1e-5f);
  private static final Offset<Double> COSINE = within(1e-4);

  private static final String EATING = "A man is eating food.";
  private static final String MEAL = "Someone eats a meal.";
  private static final String STOCKS = "The stock market fell sharply today.";
  private static final String ACCENTS = "café Zürich naïve 東京 ﬁne — “quoted” e-mail@example.com";

  private MiniLmEmbedder embedder;

  @BeforeAll
  void open() {
    embedder = MiniLmEmbedder.open();
  }

  @AfterAll
  void close() {
    embedder.close();
  }

  @Test
  void agreesWithTheReferenceModel() {
    assertStartsWith(embedder.embed(EATING), 0.033242f, 0.004406f, -0.006277f, 0.048379f);
    assertStartsWith(embedder.embed(MEAL), 0.000321f, 0.034467f, -0.011603f, 0.013067f);
    assertStartsWith(embedder.embed(STOCKS), 0.060455f, 0.005445f, 0.076566f, 0.053829f);
    assertStartsWith(embedder.embed(ACCENTS), 0.009678f, 0.040058f, 0.10741f, -0.022455f);
    assertStartsWith(embedder.embed(""), -0.118838f, 0.048299f, -0.002548f, -0.011011f);
  }

  @Test
  void agreesWithTheReferenceModelOnATextThatIsCut() {
    String words = String.join(" ", IntStream.range(0, 400).mapToObj(i -> "word" + i).toList());

    assertStartsWith(embedder.embed(words), 0.003043f, -0.070427f, -0.05078f, -0.023928f);
  }

  @Test
  void putsParaphrasesNearAndOtherTextsFar() {
    List<float[]> vectors = embedder.embedAll(List.of(EATING, MEAL, STOCKS));

    assertThat(cosine(vectors.get(0), vectors.get(1))).isEqualTo(0.7614, COSINE);
    assertThat(cosine(vectors.get(0), vectors.get(2))).isEqualTo(0.0037, COSINE);
    assertThat(cosine(vectors.get(1), vectors.get(2))).isEqualTo(0.0068, COSINE);
  }

  @Test
  void givesVectorsOfLengthOneInTheOrderOfTheTextsWhateverTheBatch() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      texts.add("word ".repeat(1 + i * 37 % 160) + i);
    }

    List<float[]> together = embedder.embedAll(texts);

    assertThat(together).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i += 7) {
      float[] alone = embedder.embed(texts.get(i));
      assertThat(dot(together.get(i), together.get(i))).isEqualTo(1, within(1e-6));
      assertThat(cosine(together.get(i), alone)).as(texts.get(i)).isEqualTo(1, within(1e-5));
    }
  }

  @Test
  void givesTheSameVectorsToConcurrentCallersAndToSeveralThreads() throws Exception {
    List<float[]> expected = embedder.embedAll(List.of(EATING, MEAL, STOCKS));
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (MiniLmEmbedder threaded = MiniLmEmbedder.open(2)) {
      List<Future<List<float[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        MiniLmEmbedder used = i % 2 == 0 ? embedder : threaded;
        answers.add(callers.submit(() -> used.embedAll(List.of(EATING, MEAL, STOCKS))));
      }
      for (Future<List<float[]>> answer : answers) {
        for (int i = 0; i < expected.size(); i++) {
          assertThat(answer.get().get(i)).containsExactly(expected.get(i), COMPONENT);
        }
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void embedsNoTextToNoVector() {
    assertThat(embedder.embedAll(List.of())).isEmpty();
  }

  @Test
  void refusesAThreadCountOutOfRange() {
    assertThatThrownBy(() -> MiniLmEmbedder.open(0))
        .isInstanceOf(VicinalException.class)
        .hasMessage("threads of an embedder: expected 1 to 1024, found 0");
  }

  @Test
  @SuppressWarnings("NullAway") // A null among user data is what is tested.
  void namesTheTextThatIsNull() {
    List<String> texts = Arrays.asList(EATING, null);

    assertThatThrownBy(() -> embedder.embedAll(texts))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage("text 1 of 2 to embed: expected a string, found null");
  }

  @Test
  void refusesToWorkAfterCloseWhichMayBeRepeated() {
    MiniLmEmbedder closed = MiniLmEmbedder.open();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.embed(EATING))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private static void assertStartsWith(float[] vector, float... components) {
    assertThat(vector).hasSize(MiniLmEmbedder.DIMENSION);
    assertThat(Arrays.copyOf(vector, components.length)).containsExactly(components, COMPONENT);
  }

  /** Vectors have length one, so their cosine is their inner product. */
  private static double cosine(float[] a, float[] b) {
    return dot(a, b);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
