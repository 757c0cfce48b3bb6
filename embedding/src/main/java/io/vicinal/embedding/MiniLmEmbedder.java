package io.vicinal.embedding;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Turns English text into vectors of {@value #DIMENSION} components with all-MiniLM-L6-v2, as the
 * reference implementation (sentence-transformers) does: word pieces of the lower-cased text, cut
 * after {@value #MAX_TOKENS} tokens, mean of the last hidden states, length one. The cosine of a
 * vector and its counterpart from the reference is above 0.9999.
 *
 * <p>The model (float32, 90 MB) and the vocabulary come from the class path, the native library of
 * ONNX Runtime from its jar, unpacked into {@code java.io.tmpdir}; nothing is downloaded. Opening
 * takes about a second, so open one embedder a process and share it.
 *
 * <p>Thread-safe. A call runs on its caller's thread plus {@code threads - 1} of the embedder's
 * own: with one thread, callers scale by calling concurrently. {@link #close} waits for running
 * calls.
 *
 * <p>Paper: Wang et al., <a href="https://arxiv.org/abs/2002.10957">MiniLM</a>, and Reimers and
 * Gurevych, <a href="https://arxiv.org/abs/1908.10084">Sentence-BERT</a>.
 */
public final class MiniLmEmbedder implements AutoCloseable {
  /** Components of a vector. */
  public static final int DIMENSION = 384;

  /** Tokens of a text that are read, the two that mark its start and end included. */
  public static final int MAX_TOKENS = 256;

  private static final int MAX_THREADS = 1024;

  private final WordPieceTokenizer tokenizer;
  private final MiniLmModel model;

  // Calls hold the read lock, close the write lock: the native session outlives every call.
  private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();
  private boolean closed;

  private MiniLmEmbedder(WordPieceTokenizer tokenizer, MiniLmModel model) {
    this.tokenizer = tokenizer;
    this.model = model;
  }

  /** An embedder that computes on the calling threads only. */
  public static MiniLmEmbedder open() {
    return open(1);
  }

  /**
   * An embedder that computes each call on up to {@code threads} threads.
   *
   * @throws VicinalException {@code INVALID_ARGUMENT} if {@code threads} is not in 1 to 1024;
   *     {@code INVALID_CONFIGURATION} if the model is not on the class path or ONNX Runtime does
   *     not run on this platform
   */
  public static MiniLmEmbedder open(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "threads of an embedder: expected 1 to " + MAX_THREADS + ", found " + threads);
    }
    WordPieceTokenizer tokenizer = new WordPieceTokenizer(Vocabulary.load(), MAX_TOKENS);
    return new MiniLmEmbedder(tokenizer, MiniLmModel.load(threads));
  }

  /** The vector of one text. The empty text has a vector too, near to nothing in particular. */
  public float[] embed(String text) {
    return embedAll(List.of(text)).get(0);
  }

  /**
   * The vectors of {@code texts}, in their order. Texts of similar length are computed together, so
   * one call with many texts is several times faster than many calls with one.
   *
   * @throws VicinalException {@code INVALID_ARGUMENT} if a text is null; {@code UNAVAILABLE} if the
   *     embedder is closed
   */
  public List<float[]> embedAll(List<String> texts) {
    int[][] tokens = new int[texts.size()][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = tokenizer.tokens(checked(texts, i));
    }
    lifecycle.readLock().lock();
    try {
      checkOpen();
      return Arrays.asList(vectors(tokens));
    } finally {
      lifecycle.readLock().unlock();
    }
  }

  /** Releases the native memory after running calls have ended. */
  @Override
  public void close() {
    lifecycle.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        model.close();
      }
    } finally {
      lifecycle.writeLock().unlock();
    }
  }

  private float[][] vectors(int[][] tokens) {
    float[][] vectors = new float[tokens.length][];
    for (int[] batch : BatchPlan.of(tokens)) {
      List<int[]> rows = new ArrayList<>(batch.length);
      for (int text : batch) {
        rows.add(tokens[text]);
      }
      float[][] embedded = model.embed(rows);
      for (int row = 0; row < batch.length; row++) {
        vectors[batch[row]] = embedded[row];
      }
    }
    return vectors;
  }

  private static String checked(List<String> texts, int index) {
    String text = texts.get(index);
    if (text == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "text " + index + " of " + texts.size() + " to embed: expected a string, found null");
    }
    return text;
  }

  private void checkOpen() {
    if (closed) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "embedder: expected it open, but close() was called");
    }
  }
}
