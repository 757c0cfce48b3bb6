package io.vicinal.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;

/**
 * The neural network behind {@link MiniLmEmbedder}: padded batches of tokens in, one vector a row
 * out. {@link #embed} may be called by several threads at once, but not during or after {@link
 * #close}.
 */
final class MiniLmModel implements AutoCloseable {
  private static final String RESOURCE = "/all-minilm-l6-v2.onnx";
  private static final String SPINNING = "session.intra_op.allow_spinning";

  private final OrtEnvironment environment;
  private final OrtSession session;

  private MiniLmModel(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  static MiniLmModel load(int threads) {
    OrtEnvironment environment = environment();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      // An idle pool must not burn the cores of the job around it.
      options.addConfigEntry(SPINNING, "0");
      return new MiniLmModel(environment, environment.createSession(modelBytes(), options));
    } catch (OrtException e) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "model " + RESOURCE + ": ONNX Runtime cannot load it: " + e.getMessage(),
          e);
    }
  }

  /**
   * One vector of length one a row.
   *
   * @param rows tokens of each text, at least one row and one token
   */
  float[][] embed(List<int[]> rows) {
    int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
    long[] ids = new long[rows.size() * longest];
    long[] mask = new long[ids.length];
    for (int row = 0; row < rows.size(); row++) {
      int[] tokens = rows.get(row);
      for (int i = 0; i < tokens.length; i++) {
        ids[row * longest + i] = tokens[i];
        mask[row * longest + i] = 1;
      }
    }
    float[] hidden = hiddenStates(ids, mask, new long[] {rows.size(), longest});
    float[][] vectors = new float[rows.size()][];
    for (int row = 0; row < vectors.length; row++) {
      int start = row * longest * MiniLmEmbedder.DIMENSION;
      vectors[row] =
          MeanPooling.unitMean(hidden, start, rows.get(row).length, MiniLmEmbedder.DIMENSION);
    }
    return vectors;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw internal("release its session", e);
    }
  }

  private float[] hiddenStates(long[] ids, long[] mask, long[] shape) {
    LongBuffer segments = LongBuffer.allocate(ids.length);
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor segmentTensor = OnnxTensor.createTensor(environment, segments, shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", segmentTensor))) {
      FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] states = new float[hidden.remaining()];
      hidden.get(states);
      return states;
    } catch (OrtException e) {
      throw internal("run a batch of " + shape[0] + " texts of " + shape[1] + " tokens", e);
    }
  }

  private static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError e) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "ONNX Runtime's native library: expected Linux with glibc, macOS on ARM or Windows, and a"
              + " writable java.io.tmpdir that allows execution; found "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + ", java.io.tmpdir="
              + System.getProperty("java.io.tmpdir"),
          e);
    }
  }

  private static byte[] modelBytes() {
    try (InputStream in = MiniLmModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw Vocabulary.missing(RESOURCE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + " from the class path", e);
    }
  }

  private static VicinalException internal(String what, OrtException cause) {
    return new VicinalException(
        ErrorCode.INTERNAL, "ONNX Runtime failed to " + what + ": " + cause.getMessage(), cause);
  }
}
