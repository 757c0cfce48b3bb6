import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures one peer written in Java: takes the options of {@code vicinal bench ann} and prints
 * lines with its keys, but for the recall: {@code found} lists the row numbers that each query
 * found, and who reads the lines compares them with the truth.
 */
final class PeerDriver {
  private static final double MEASURED_SECONDS = 1.0;
  private static final double WARM_UP_SECONDS = 0.5;
  private static final int MAX_WARM_UP_ROUNDS = 20;

  /** Searches are warm when a round is not faster than all before by more than this. */
  private static final double STILL_WARMING = 1.03;

  /** Builds the index of a peer, by the calling thread. */
  interface Builder {
    Index build(float[][] base, Parameters parameters) throws Exception;
  }

  /** The index of a peer, for one thread. */
  interface Index {
    /** The row numbers of the {@code k} nearest, by a search of width {@code ef}. */
    int[] search(float[] query, int k, int ef) throws Exception;

    /** What the index takes, vectors included. */
    long bytes();
  }

  /** How an index is built; the metric is {@code euclidean}, {@code cosine} or {@code dot}. */
  record Parameters(String metric, int m, int efConstruction) {}

  private final Index index;
  private final float[][] queries;
  private final int k;

  private PeerDriver(Index index, float[][] queries, int k) {
    this.index = index;
    this.queries = queries;
    this.k = k;
  }

  /** Builds and measures. */
  static void run(String[] arguments, Builder builder) throws Exception {
    Map<String, String> options = options(arguments);
    float[][] base = vectors(Path.of(options.get("--base")));
    float[][] queries = vectors(Path.of(options.get("--query")));
    Parameters parameters =
        new Parameters(
            options.get("--metric"),
            Integer.parseInt(options.get("--m")),
            Integer.parseInt(options.get("--ef-construction")));
    System.err.println("indexing " + base.length + " vectors");
    long start = System.nanoTime();
    Index index = builder.build(base, parameters);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.println("indexed " + base.length + " of " + base.length + " vectors");
    int k = Math.min(Integer.parseInt(options.get("--k")), base.length);
    PeerDriver driver = new PeerDriver(index, queries, k);
    for (String ef : options.get("--ef").split(",")) {
      System.out.println(driver.measure(Integer.parseInt(ef), seconds));
    }
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private String measure(int ef, double buildSeconds) throws Exception {
    int[][] found = new int[queries.length][];
    for (int i = 0; i < queries.length; i++) {
      found[i] = index.search(queries[i], k, ef);
    }
    double fastest = 0;
    for (int round = 0; round < MAX_WARM_UP_ROUNDS; round++) {
      double speed = search(ef, WARM_UP_SECONDS).queriesPerSecond();
      if (round > 0 && speed < STILL_WARMING * fastest) {
        break;
      }
      fastest = Math.max(fastest, speed);
    }
    Speed speed = search(ef, MEASURED_SECONDS);
    return String.format(
        Locale.ROOT,
        "{\"ef\": %d, \"qps\": %.1f, \"p50_us\": %.1f, \"p99_us\": %.1f, \"build_seconds\": %.3f,"
            + " \"index_bytes\": %d, \"found\": %s}",
        ef,
        speed.queriesPerSecond(),
        speed.micros(50),
        speed.micros(99),
        buildSeconds,
        index.bytes(),
        Arrays.deepToString(found));
  }

  /** Whole rounds over all queries, for at least so long. */
  private Speed search(int ef, double atLeastSeconds) throws Exception {
    List<Long> nanos = new ArrayList<>();
    long start = System.nanoTime();
    long end = start;
    while (end - start < atLeastSeconds * 1e9) {
      for (float[] query : queries) {
        long before = System.nanoTime();
        index.search(query, k, ef);
        nanos.add(System.nanoTime() - before);
      }
      end = System.nanoTime();
    }
    return new Speed(
        nanos.stream().mapToLong(each -> each).sorted().toArray(), (end - start) / 1e9);
  }

  private record Speed(long[] sortedNanos, double seconds) {
    double queriesPerSecond() {
      return sortedNanos.length / seconds;
    }

    double micros(int percent) {
      int rank = (int) ((sortedNanos.length * (long) percent + 99) / 100);
      return sortedNanos[Math.max(rank, 1) - 1] / 1e3;
    }
  }

  /** The rows of a file in the format of TEXMEX: float32 in .fvecs, uint8 in .bvecs. */
  private static float[][] vectors(Path path) throws IOException {
    boolean bytes = path.toString().endsWith(".bvecs");
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer head = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(head, 0);
      int width = head.getInt(0);
      int rowBytes = Integer.BYTES + width * (bytes ? 1 : Float.BYTES);
      float[][] vectors = new float[Math.toIntExact(channel.size() / rowBytes)][width];
      for (int row = 0; row < vectors.length; row++) {
        ByteBuffer mapped = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(mapped, (long) row * rowBytes);
        for (int i = 0; i < width; i++) {
          vectors[row][i] =
              bytes
                  ? Byte.toUnsignedInt(mapped.get(Integer.BYTES + i))
                  : mapped.getFloat(Integer.BYTES + i * Float.BYTES);
        }
      }
      return vectors;
    }
  }
}
