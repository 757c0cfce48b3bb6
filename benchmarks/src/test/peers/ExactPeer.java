import java.util.Comparator;
import java.util.stream.IntStream;

/** A peer that compares the query with every row, under the L2 metric. */
final class ExactPeer implements PeerDriver.Index {
  private final float[][] base;

  private ExactPeer(float[][] base) {
    this.base = base;
  }

  public static void main(String[] arguments) throws Exception {
    PeerDriver.run(arguments, (base, parameters) -> new ExactPeer(base));
  }

  @Override
  public int[] search(float[] query, int k, int ef) {
    return IntStream.range(0, base.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> distance(query, base[row])))
        .mapToInt(row -> row)
        .limit(k)
        .toArray();
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  @Override
  public long bytes() {
    return 4L * base.length * base[0].length;
  }
}
